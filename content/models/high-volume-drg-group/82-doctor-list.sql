SELECT
  concat(i.fixmedins_code, '|', c.drg_code) AS subject_id,
  COALESCE(s.chfpdr_code, '未填') AS chfpdr_code,
  CAST(COUNT(*) AS INTEGER) AS n_case,
  CAST(SUM(s.cost) AS DECIMAL(16,2)) AS amt,
  ROUND(AVG(CASE WHEN p.r_cost <= $low_ratio AND p.rz_cost <= $low_z THEN 1.0 ELSE 0.0 END), 6) AS low_share
FROM concentrated c
JOIN institution i ON i.iid = c.iid
JOIN scope o ON o.iid = c.iid AND o.drg_code = c.drg_code AND o.in_window
JOIN stay s ON s.stay_id = o.stay_id
LEFT JOIN peer_stay p ON p.stay_id = o.stay_id
GROUP BY 1, 2
