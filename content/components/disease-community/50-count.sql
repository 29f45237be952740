-- 主诊断 × 手术、群落 × 手术的同现住院数。
WITH member AS (
  SELECT stay_id, 'main3' AS scope, main3 AS entity FROM comm_member
  UNION ALL
  SELECT m.stay_id, 'community' AS scope, CAST(m.cluster AS VARCHAR) AS entity
  FROM comm_member m
  JOIN comm_group g ON g.cluster = m.cluster
),
n_entity AS (SELECT scope, entity, COUNT(*) AS n FROM member GROUP BY scope, entity),
n_oprn AS (SELECT oprn4, COUNT(*) AS n FROM comm_oprn GROUP BY oprn4),
total AS (SELECT COUNT(*) AS n FROM comm_member),
both_of AS (
  SELECT m.scope, m.entity, o.oprn4, o.family, COUNT(*) AS n
  FROM comm_oprn o
  JOIN member m ON m.stay_id = o.stay_id
  GROUP BY m.scope, m.entity, o.oprn4, o.family
)
SELECT b.scope, b.entity, b.oprn4, b.family, b.n AS n_both, e.n AS n_entity, o.n AS n_oprn, t.n AS n_total
FROM both_of b
JOIN n_entity e ON e.scope = b.scope AND e.entity = b.entity
JOIN n_oprn o ON o.oprn4 = b.oprn4
CROSS JOIN total t
