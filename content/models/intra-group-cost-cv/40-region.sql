-- 全区每个病组的变异系数。
SELECT
  drg_code, MIN(adrg) AS adrg,
  COUNT(*) AS n, AVG(cost) AS mean_cost, STDDEV_SAMP(cost) AS sd,
  ROUND(STDDEV_SAMP(cost) / AVG(cost), 6) AS cv
FROM kept
GROUP BY drg_code
HAVING COUNT(*) >= $min_cases
