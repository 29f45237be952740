-- 同一机构、入院日相差不超过 batch_days、同单位或同住址或同户的住院（含本次）。
WITH target AS (
  SELECT s.stay_id, s.iid, s.adm, NULLIF(s.emp_no, '') AS emp_no, NULLIF(s.addr_hash, '') AS addr_hash, NULLIF(s.hsh_no, '') AS hsh_no
  FROM candidate c
  JOIN stay s ON s.stay_id = c.stay_id
)
SELECT t.stay_id, s.stay_id AS mate_id
FROM target t JOIN stay s ON s.iid = t.iid AND s.emp_no = t.emp_no
WHERE ABS(date_diff('day', t.adm, s.adm)) <= $batch_days
UNION
SELECT t.stay_id, s.stay_id AS mate_id
FROM target t JOIN stay s ON s.iid = t.iid AND s.addr_hash = t.addr_hash
WHERE ABS(date_diff('day', t.adm, s.adm)) <= $batch_days
UNION
SELECT t.stay_id, s.stay_id AS mate_id
FROM target t JOIN stay s ON s.iid = t.iid AND s.hsh_no = t.hsh_no
WHERE ABS(date_diff('day', t.adm, s.adm)) <= $batch_days
UNION
SELECT stay_id, stay_id AS mate_id FROM target
