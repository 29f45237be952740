-- 同上，按手术亚目（编码前四个字符，如 53.0）合计：供少见的同类手术继承。
WITH op AS (SELECT DISTINCT stay_id, family FROM comm_oprn),
n_family AS (SELECT family, COUNT(*) AS n FROM op GROUP BY family),
member AS (
  SELECT stay_id, 'main3' AS scope, main3 AS entity FROM comm_member
  UNION ALL
  SELECT m.stay_id, 'community' AS scope, CAST(m.cluster AS VARCHAR) AS entity
  FROM comm_member m
  JOIN comm_group g ON g.cluster = m.cluster
),
n_entity AS (SELECT scope, entity, COUNT(*) AS n FROM member GROUP BY scope, entity),
total AS (SELECT COUNT(*) AS n FROM comm_member),
both_of AS (
  SELECT m.scope, m.entity, o.family, COUNT(*) AS n
  FROM op o
  JOIN member m ON m.stay_id = o.stay_id
  GROUP BY m.scope, m.entity, o.family
)
SELECT b.scope, b.entity, b.family, b.n AS n_both, e.n AS n_entity, f.n AS n_family, t.n AS n_total
FROM both_of b
JOIN n_entity e ON e.scope = b.scope AND e.entity = b.entity
JOIN n_family f ON f.family = b.family
CROSS JOIN total t
