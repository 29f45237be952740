-- Stays near any core stay of their cell, whenever admitted; cells that still have enough persons.
WITH near AS (
  SELECT s.stay_id, s.pid, s.iid, s.main3, s.cell, s.adm
  FROM scope s
  WHERE EXISTS (
    SELECT 1
    FROM core c
    WHERE c.cell = s.cell
      AND LEAST(s.drug, c.drug) >= $near_ratio * GREATEST(s.drug, c.drug)
      AND LEAST(s.exam, c.exam) >= $near_ratio * GREATEST(s.exam, c.exam)
      AND LEAST(s.material, c.material) >= $near_ratio * GREATEST(s.material, c.material))
),
cell_size AS (
  SELECT cell FROM near GROUP BY cell HAVING COUNT(DISTINCT pid) >= $n_min_p
)
SELECT n.stay_id, n.pid, n.iid, n.main3, n.cell, n.adm
FROM near n
JOIN cell_size c ON c.cell = n.cell
