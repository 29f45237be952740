-- as：按所填编码；其余：把相符的诊断换到第一位，其他诊断次序不变。
SELECT DISTINCT concat(CAST(c.stay_id AS VARCHAR), '|as') AS case_key, c.stay_id, f.dx, f.op
FROM candidate c
JOIN drg_fact f ON f.stay_id = c.stay_id
UNION ALL
SELECT
  concat(CAST(c.stay_id AS VARCHAR), '|', c.other_code) AS case_key,
  c.stay_id,
  array_to_string(array_agg(d.code ORDER BY CASE WHEN d.code = c.other_code THEN 0 ELSE 1 END, d.seq), '|') AS dx,
  f.op
FROM candidate c
JOIN stay_diag d ON d.stay_id = c.stay_id
JOIN drg_fact f ON f.stay_id = c.stay_id
GROUP BY c.stay_id, c.other_code, f.op
