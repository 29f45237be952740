WITH subject AS (
  SELECT k.pid, k.subtype, r.psn_no AS subject_id
  FROM kept k
  JOIN record r ON r.kind = k.second_kind AND r.id = k.second_id
  WHERE k.excluded_by IS NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY k.pid, k.subtype ORDER BY r.day DESC, r.visit_key DESC) = 1
)
SELECT
  u.subject_id, k.subtype,
  f.visit_key AS first_visit, fi.fixmedins_name AS first_name, COALESCE(CASE WHEN k.subtype = 'T5' THEN f.posted END, f.happened) AS first_time,
  s.visit_key AS second_visit, si.fixmedins_name AS second_name, s.happened AS second_time, s.posted AS posted_time, s.mdtrt_cert_type,
  k.day, k.overlap AS overlap_days, ROUND(k.distance_km, 1) AS distance_km, ROUND(k.minutes, 0) AS minutes, ROUND(k.speed_kmh, 0) AS speed_kmh,
  k.amt_total, k.amt_fund
FROM kept k
JOIN subject u ON u.pid = k.pid AND u.subtype = k.subtype
JOIN institution fi ON fi.iid = k.first_iid
JOIN institution si ON si.iid = k.second_iid
JOIN record f ON f.kind = k.first_kind AND f.id = k.first_id
JOIN record s ON s.kind = k.second_kind AND s.id = k.second_id
WHERE k.excluded_by IS NULL
