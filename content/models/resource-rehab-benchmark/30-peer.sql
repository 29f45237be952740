SELECT
  item_id, setting_i, COALESCE(tier, '') AS tier, COUNT(*) AS n_inst,
  quantile_cont(x_cost, 0.5) AS b_cost,
  quantile_cont(x_qty, 0.5) AS b_qty,
  quantile_cont(x_day, 0.5) AS b_day
FROM indicator
GROUP BY item_id, setting_i, COALESCE(tier, '')
HAVING COUNT(*) >= $min_inst
