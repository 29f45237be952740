-- Cheap test before any embedding: stays that within a week see enough other persons of their cell whose drug,
-- examination and material totals are near. A cluster that can pass has at least these.
SELECT a.stay_id, a.cell, a.drug, a.exam, a.material
FROM look a
JOIN scope b ON b.slot = a.slot
WHERE b.pid <> a.pid AND ABS(b.adm_no - a.adm_no) < $conc_days
  AND LEAST(a.drug, b.drug) >= $near_ratio * GREATEST(a.drug, b.drug)
  AND LEAST(a.exam, b.exam) >= $near_ratio * GREATEST(a.exam, b.exam)
  AND LEAST(a.material, b.material) >= $near_ratio * GREATEST(a.material, b.material)
GROUP BY a.stay_id, a.cell, a.drug, a.exam, a.material
HAVING COUNT(DISTINCT b.pid) >= CEIL(ROUND($conc_min * $n_min_p, 6)) - 1
