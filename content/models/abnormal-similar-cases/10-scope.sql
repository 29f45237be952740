-- Inpatient stays with fee lines of the window, in cells (institution × disease) with enough persons.
SELECT
  s.stay_id, s.pid, s.iid, s.main3, s.adm,
  CAST(date_diff('day', DATE '2000-01-01', s.adm) AS INTEGER) AS adm_no,
  CAST(DENSE_RANK() OVER (ORDER BY s.iid, s.main3) AS INTEGER) AS cell,
  DENSE_RANK() OVER (ORDER BY s.iid, s.main3) * 10000 + CAST(FLOOR(date_diff('day', DATE '2000-01-01', s.adm) / 7.0) AS INTEGER) AS slot,
  CAST(COALESCE(s.cat_drug, 0) AS DOUBLE) AS drug, CAST(COALESCE(s.cat_tech, 0) AS DOUBLE) AS exam, CAST(COALESCE(s.cat_consumable, 0) AS DOUBLE) AS material
FROM stay s
WHERE s.adm <= $as_of AND date_diff('day', s.adm, $as_of) < $window_days
  AND s.has_lines AND s.main3 IS NOT NULL AND s.main3 <> ''
  AND COALESCE(s.cat_drug, 0) + COALESCE(s.cat_tech, 0) + COALESCE(s.cat_consumable, 0) > 0
QUALIFY COUNT(*) OVER (PARTITION BY s.iid, s.main3) >= $n_min_p
