-- 每个病组全区的截尾界限与中位数。
SELECT
  drg_code, COUNT(*) AS n_all,
  quantile_cont(cost, $trim_pct) AS low, quantile_cont(cost, 1 - $trim_pct) AS high,
  quantile_cont(cost, 0.5) AS med
FROM scope
GROUP BY drg_code
