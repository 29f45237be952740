-- 各子组的费用中位数：同级一份，全区（tier 为 *）一份。例数不足的不用。
WITH both_ways AS (
  SELECT adrg, lvl, drg_code, tier, cost, weight, pay FROM scope WHERE dropped IS NULL
  UNION ALL
  SELECT adrg, lvl, drg_code, '*' AS tier, cost, weight, pay FROM scope WHERE dropped IS NULL
)
SELECT
  adrg, lvl, MIN(drg_code) AS drg_code, tier,
  COUNT(*) AS n,
  quantile_cont(cost, 0.25) AS q1, quantile_cont(cost, 0.5) AS med, quantile_cont(cost, 0.75) AS q3,
  quantile_cont(weight, 0.5) AS weight,
  quantile_cont(pay, 0.5) AS pay
FROM both_ways
GROUP BY adrg, lvl, tier
HAVING COUNT(*) >= $min_subgroup
