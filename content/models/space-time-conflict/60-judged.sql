SELECT
  c.pid, c.subtype, c.first_kind, c.first_id, c.first_iid, c.second_kind, c.second_id, c.second_iid, c.day,
  c.amt_total, c.amt_fund, c.overlap, c.minutes, c.distance_km, c.speed_kmh, c.die_date,
  COALESCE(c.excluded_by, CASE WHEN f.iid IS NOT NULL OR s.iid IS NOT NULL THEN 'DATA-QUALITY' END) AS excluded_by
FROM conflict c
LEFT JOIN suspect_institution f ON f.iid = c.first_iid
LEFT JOIN suspect_institution s ON s.iid = c.second_iid
