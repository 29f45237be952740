-- 区域同级基准：各机构指标的中位数（含本机构），机构数不足 min_inst 时没有基准。
SELECT
  pool_id, item_id, COUNT(*) AS n_inst,
  quantile_cont(x_cost, 0.5) AS b_cost,
  quantile_cont(x_qty, 0.5) AS b_qty,
  quantile_cont(x_day, 0.5) AS b_day,
  quantile_cont(use_rate, 0.5) AS b_rate
FROM indicator
GROUP BY pool_id, item_id
HAVING COUNT(*) >= $min_inst
