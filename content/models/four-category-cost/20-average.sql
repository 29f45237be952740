-- 每个病组的五项例均：医疗、医技、药品、耗材、合计，以及平均住院天数。
SELECT
  drg_code, COUNT(*) AS n,
  AVG(medical) AS medical, AVG(tech) AS tech, AVG(drug) AS drug, AVG(consumable) AS consumable, AVG(total) AS total, AVG(los) AS los
FROM scope
WHERE dropped IS NULL
GROUP BY drg_code
HAVING COUNT(*) >= $min_group
