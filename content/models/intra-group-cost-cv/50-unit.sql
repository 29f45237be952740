-- 机构 × 病组的变异系数；打包付费、日间病例占比用于排除。
SELECT
  iid, drg_code, MIN(adrg) AS adrg,
  COUNT(*) AS n, AVG(cost) AS mean_cost, STDDEV_SAMP(cost) AS sd,
  ROUND(STDDEV_SAMP(cost) / AVG(cost), 6) AS cv,
  AVG(CASE WHEN clr_way IN ('20', '50') OR is_day THEN 1.0 ELSE 0.0 END) AS package_share
FROM kept
GROUP BY iid, drg_code
HAVING COUNT(*) >= $min_cases
