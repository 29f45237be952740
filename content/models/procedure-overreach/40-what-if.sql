-- 两种编法：原样；去掉所填手术，有最匹配的手术时以它代替。
SELECT 'base|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, f.op
FROM over_case c
JOIN drg_fact f ON f.stay_id = c.stay_id
UNION ALL
SELECT 'less|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, k.op
FROM over_case c
JOIN drg_fact f ON f.stay_id = c.stay_id
LEFT JOIN (
  SELECT stay_id, array_to_string(array_agg(code ORDER BY seq), '|') AS op
  FROM (
    SELECT o.stay_id, o.code, o.seq
    FROM stay_oprn o
    JOIN over_case x ON x.stay_id = o.stay_id AND x.oprn4 <> substr(o.code, 1, 5)
    UNION ALL
    SELECT x.stay_id, x.best_code AS code, MIN(o.seq) AS seq
    FROM over_case x
    JOIN stay_oprn o ON o.stay_id = x.stay_id AND x.oprn4 = substr(o.code, 1, 5)
    WHERE x.best_code IS NOT NULL
    GROUP BY x.stay_id, x.best_code
  ) z
  GROUP BY stay_id
) k ON k.stay_id = c.stay_id
