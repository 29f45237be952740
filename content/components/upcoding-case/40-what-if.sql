-- 每次住院两种编法：as 按所填编码，fix 去掉没有依据的编码。
WITH chosen AS (
  SELECT DISTINCT stay_id FROM up_flag
),
kept AS (
  SELECT
    c.stay_id,
    array_to_string(array_agg(d.code ORDER BY CASE WHEN d.code = b.new_main THEN 0 ELSE 1 END, d.seq), '|') AS dx
  FROM chosen c
  JOIN match_dx d ON d.stay_id = c.stay_id
  LEFT JOIN up_best b ON b.stay_id = c.stay_id
  WHERE NOT EXISTS (SELECT 1 FROM up_flag f WHERE f.stay_id = d.stay_id AND f.code = d.code)
  GROUP BY c.stay_id
)
SELECT concat(CAST(c.stay_id AS VARCHAR), '|as') AS case_key, c.stay_id, s.dx, s.op
FROM chosen c
JOIN match_stay s ON s.stay_id = c.stay_id
UNION ALL
SELECT concat(CAST(k.stay_id AS VARCHAR), '|fix') AS case_key, k.stay_id, k.dx, s.op
FROM kept k
JOIN match_stay s ON s.stay_id = k.stay_id
