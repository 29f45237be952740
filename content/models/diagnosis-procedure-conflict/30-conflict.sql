-- 冲突：几乎从不同时出现（或专家禁止），诊断和手术各自样本都够，且没有次要诊断能说明这台手术。
WITH legit AS (
  SELECT DISTINCT t.stay_id, t.oprn4
  FROM op_test t
  JOIN stay_diag d ON d.stay_id = t.stay_id AND NOT d.is_main
  JOIN dx_op_count c ON c.scope = 'main3' AND c.entity = substr(d.code, 1, 3) AND c.oprn4 = t.oprn4
  WHERE c.entity <> t.main3
    AND ROUND((CAST(c.n_both AS DOUBLE) / c.n_entity) / (CAST(c.n_oprn AS DOUBLE) / c.n_total), 6) >= $legit_lift
  UNION
  SELECT t.stay_id, t.oprn4
  FROM op_test t
  JOIN stay_diag d ON d.stay_id = t.stay_id
  JOIN expert_pair p ON p.main3 = substr(d.code, 1, 3) AND p.oprn4 = t.oprn4 AND p.status = '允许'
)
SELECT t.stay_id, t.oprn4, t.is_main, t.main3, t.n_diag, t.n_oprn, t.support,
  CASE WHEN p.oprn4 IS NOT NULL THEN 0 ELSE t.lift END AS lift, p.oprn4 IS NOT NULL AS forbidden
FROM op_test t
LEFT JOIN expert_pair p ON p.main3 = t.main3 AND p.oprn4 = t.oprn4 AND p.status = '禁止'
WHERE (p.oprn4 IS NOT NULL
    OR (t.support <= $support_max AND t.lift < $lift_max AND t.n_diag >= $min_n AND t.n_oprn >= $min_n))
  AND NOT EXISTS (SELECT 1 FROM legit l WHERE l.stay_id = t.stay_id AND l.oprn4 = t.oprn4)
