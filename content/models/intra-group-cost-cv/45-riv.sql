-- 组间变异减少系数 RIV = 1 − 组内平方和 ÷ 总平方和。
SELECT ROUND(1 - SUM((cost - group_mean) * (cost - group_mean)) / NULLIF(SUM((cost - all_mean) * (cost - all_mean)), 0), 6) AS riv
FROM (
  SELECT cost, AVG(cost) OVER (PARTITION BY drg_code) AS group_mean, AVG(cost) OVER () AS all_mean
  FROM kept
) k
