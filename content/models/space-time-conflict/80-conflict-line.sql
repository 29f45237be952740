WITH subject AS (
  SELECT
    k.pid, k.subtype,
    COALESCE(s.psn_no, v.psn_no) AS subject_id
  FROM kept k
  LEFT JOIN stay s ON k.second_kind = 'stay' AND s.stay_id = k.second_id
  LEFT JOIN settlement v ON k.second_kind = 'visit' AND v.sid = k.second_id
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY k.pid, k.subtype ORDER BY COALESCE(s.adm, v.begndate) DESC, COALESCE(s.stay_key, v.mdtrt_id) DESC) = 1
)
SELECT
  u.subject_id,
  k.subtype,
  COALESCE(fs.stay_key, fv.mdtrt_id) AS first_visit,
  fi.fixmedins_name AS first_name,
  COALESCE(CAST(fs.adm AS VARCHAR) || ' 至 ' || CAST(fs.dsc AS VARCHAR), CAST(fv.setl_time AS VARCHAR)) AS first_time,
  COALESCE(ss.stay_key, sv.mdtrt_id) AS second_visit,
  si.fixmedins_name AS second_name,
  COALESCE(CAST(ss.adm AS VARCHAR) || ' 至 ' || CAST(ss.dsc AS VARCHAR), CAST(COALESCE(sv.first_fee_time, sv.beg_time) AS VARCHAR)) AS second_time,
  CAST(sv.setl_time AS VARCHAR) AS posted_time,
  sv.mdtrt_cert_type,
  k.day, k.overlap AS overlap_days, ROUND(k.distance_km, 1) AS distance_km, ROUND(k.minutes, 0) AS minutes, ROUND(k.speed_kmh, 0) AS speed_kmh,
  k.amt_total, k.amt_fund
FROM kept k
JOIN subject u ON u.pid = k.pid AND u.subtype = k.subtype
JOIN institution fi ON fi.iid = k.first_iid
JOIN institution si ON si.iid = k.second_iid
LEFT JOIN stay fs ON k.first_kind = 'stay' AND fs.stay_id = k.first_id
LEFT JOIN settlement fv ON k.first_kind = 'visit' AND fv.sid = k.first_id
LEFT JOIN stay ss ON k.second_kind = 'stay' AND ss.stay_id = k.second_id
LEFT JOIN settlement sv ON k.second_kind = 'visit' AND sv.sid = k.second_id
WHERE k.excluded_by IS NULL
