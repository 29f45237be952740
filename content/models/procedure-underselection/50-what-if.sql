-- 两种编法：原样，把资源级别高的次要手术改作主手术。
SELECT 'base|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, f.op
FROM under_candidate c
JOIN drg_fact f ON f.stay_id = c.stay_id
UNION ALL
SELECT 'swap|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, k.op
FROM under_candidate c
JOIN drg_fact f ON f.stay_id = c.stay_id
JOIN (
  SELECT o.stay_id, array_to_string(array_agg(o.code ORDER BY CASE WHEN substr(o.code, 1, 5) = x.second_op THEN 0 ELSE 1 END, o.seq), '|') AS op
  FROM stay_oprn o
  JOIN under_candidate x ON x.stay_id = o.stay_id
  GROUP BY o.stay_id
) k ON k.stay_id = c.stay_id
