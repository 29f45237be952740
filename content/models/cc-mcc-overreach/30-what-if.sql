-- as：按所填编码；fix：去掉没有依据的；no-fee：连不需要收费的也去掉（只用来说明哪些因此不算）。
WITH chosen AS (
  SELECT DISTINCT stay_id FROM flag
)
SELECT concat(CAST(c.stay_id AS VARCHAR), '|as') AS case_key, c.stay_id, s.dx, s.op
FROM chosen c
JOIN match_stay s ON s.stay_id = c.stay_id
UNION ALL
SELECT
  concat(CAST(c.stay_id AS VARCHAR), '|fix') AS case_key,
  c.stay_id,
  array_to_string(array_agg(d.code ORDER BY d.seq), '|') AS dx,
  s.op
FROM chosen c
JOIN match_stay s ON s.stay_id = c.stay_id
JOIN match_dx d ON d.stay_id = c.stay_id
WHERE NOT EXISTS (SELECT 1 FROM flag f WHERE f.stay_id = d.stay_id AND f.code = d.code AND NOT f.no_fee)
GROUP BY c.stay_id, s.op
UNION ALL
SELECT
  concat(CAST(c.stay_id AS VARCHAR), '|no-fee') AS case_key,
  c.stay_id,
  array_to_string(array_agg(d.code ORDER BY d.seq), '|') AS dx,
  s.op
FROM (SELECT stay_id FROM flag GROUP BY stay_id HAVING bool_and(no_fee)) c
JOIN match_stay s ON s.stay_id = c.stay_id
JOIN match_dx d ON d.stay_id = c.stay_id
WHERE NOT EXISTS (SELECT 1 FROM flag f WHERE f.stay_id = d.stay_id AND f.code = d.code)
GROUP BY c.stay_id, s.op
