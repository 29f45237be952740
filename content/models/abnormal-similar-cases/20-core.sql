-- Cheap test before any embedding: stays that within a week see enough other persons of their cell whose drug,
-- examination and material totals are near. A cluster that can pass has at least these.
SELECT a.stay_id, a.cell, a.drug, a.exam, a.material
FROM scope a
JOIN (VALUES (-1), (0), (1)) AS shift(k) ON TRUE
JOIN scope b ON b.cell = a.cell AND b.week_no = a.week_no + shift.k
WHERE b.pid <> a.pid AND ABS(b.adm_no - a.adm_no) < $conc_days
  AND LEAST(a.drug, b.drug) >= $near_ratio * GREATEST(a.drug, b.drug)
  AND LEAST(a.exam, b.exam) >= $near_ratio * GREATEST(a.exam, b.exam)
  AND LEAST(a.material, b.material) >= $near_ratio * GREATEST(a.material, b.material)
GROUP BY a.stay_id, a.cell, a.drug, a.exam, a.material
HAVING COUNT(DISTINCT b.pid) >= CEIL(ROUND($conc_min * $n_min_p, 6)) - 1
