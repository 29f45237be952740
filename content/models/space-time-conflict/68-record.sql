-- The visits behind the kept conflicts, once each.
WITH wanted AS (
  SELECT first_kind AS kind, first_id AS id FROM kept
  UNION
  SELECT second_kind, second_id FROM kept
)
SELECT
  w.kind, w.id, s.psn_no, s.mdtrt_ids, s.setl_ids, s.stay_key AS visit_key, s.adm AS day, s.dsc AS day_to,
  CAST(s.adm AS VARCHAR) || ' 至 ' || CAST(s.dsc AS VARCHAR) AS happened,
  CAST(NULL AS VARCHAR) AS posted, CAST(NULL AS VARCHAR) AS mdtrt_cert_type
FROM wanted w
JOIN stay s ON s.stay_id = w.id
WHERE w.kind = 'stay'
UNION ALL
SELECT
  w.kind, w.id, v.psn_no, ARRAY[v.mdtrt_id], v.setl_ids, v.mdtrt_id, v.begndate, v.begndate,
  CAST(COALESCE(v.first_fee_time, v.beg_time, CAST(v.begndate AS TIMESTAMP)) AS VARCHAR),
  CAST(v.setl_time AS VARCHAR), v.mdtrt_cert_type
FROM wanted w
JOIN settlement v ON v.sid = w.id
WHERE w.kind = 'visit'
