-- 两种编法：原样，去掉冲突的手术。
SELECT 'base|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, f.op
FROM op_case c
JOIN drg_fact f ON f.stay_id = c.stay_id
UNION ALL
SELECT 'less|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, k.op
FROM op_case c
JOIN drg_fact f ON f.stay_id = c.stay_id
LEFT JOIN (
  SELECT o.stay_id, array_to_string(array_agg(o.code ORDER BY o.seq), '|') AS op
  FROM stay_oprn o
  WHERE NOT EXISTS (SELECT 1 FROM conflict x WHERE x.stay_id = o.stay_id AND x.oprn4 = substr(o.code, 1, 5))
  GROUP BY o.stay_id
) k ON k.stay_id = c.stay_id
