-- 统计期内每次住院的每个手术（87 以后的诊断性操作和附带操作除外）：在其主诊断、其疾病群落里的支持数和提升度，均不计本次住院自身。
WITH mine AS (
  SELECT o.stay_id, o.oprn4, o.family, o.is_main, m.main3, CAST(m.cluster AS VARCHAR) AS cluster
  FROM comm_oprn o
  JOIN comm_member m ON m.stay_id = o.stay_id
  JOIN stay s ON s.stay_id = o.stay_id
  WHERE o.oprn4 < '87' AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
),
entity AS (
  SELECT stay_id, oprn4, family, 'main3' AS scope, main3 AS entity FROM mine
  UNION ALL
  SELECT i.stay_id, i.oprn4, i.family, 'community' AS scope, i.cluster AS entity
  FROM mine i
  JOIN comm_group g ON CAST(g.cluster AS VARCHAR) = i.cluster AND g.main3 = i.main3
),
rated AS (
  SELECT e.stay_id, e.oprn4, e.scope, c.n_entity, c.n_oprn, c.n_both - 1 AS support,
    COALESCE(ROUND((CAST(c.n_both - 1 AS DOUBLE) / NULLIF(c.n_entity - 1, 0)) / NULLIF(CAST(c.n_oprn - 1 AS DOUBLE) / NULLIF(c.n_total - 1, 0), 0), 6), 0) AS lift,
    CASE WHEN f.n_both - 1 >= $comm_n_min AND CAST(f.n_both - 1 AS DOUBLE) / NULLIF(f.n_entity - 1, 0) >= $comm_support THEN
      ROUND($comm_inherit * (CAST(f.n_both - 1 AS DOUBLE) / NULLIF(f.n_entity - 1, 0)) / NULLIF(CAST(f.n_family - 1 AS DOUBLE) / NULLIF(f.n_total - 1, 0), 0), 6)
    END AS family_lift,
    f.n_both - 1 AS family_support
  FROM entity e
  JOIN dx_op_count c ON c.scope = e.scope AND c.entity = e.entity AND c.oprn4 = e.oprn4
  JOIN dx_fam_count f ON f.scope = e.scope AND f.entity = e.entity AND f.family = e.family
),
best AS (
  SELECT stay_id, oprn4,
    MAX(CASE WHEN scope = 'main3' THEN n_entity END) AS n_diag,
    MAX(n_oprn) AS n_oprn,
    MAX(CASE WHEN family_lift IS NOT NULL THEN GREATEST(support, family_support) ELSE support END) AS support,
    MAX(GREATEST(lift, COALESCE(family_lift, 0))) AS lift
  FROM rated
  GROUP BY stay_id, oprn4
)
SELECT i.stay_id, i.oprn4, i.is_main, i.main3, b.n_diag, b.n_oprn, b.support, CAST(b.lift AS DOUBLE) AS lift
FROM mine i
JOIN best b ON b.stay_id = i.stay_id AND b.oprn4 = i.oprn4
