-- 三项指标与使用率。
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY c.unit_id, c.item_id) AS INTEGER) AS cell_id,
  c.unit_id, c.item_id, u.grp_id, u.pool_id, u.is_benchmark,
  c.n_use, c.amt, c.fund,
  CAST(c.amt AS DOUBLE) / c.n_use AS x_cost,
  CAST(c.cnt AS DOUBLE) / c.n_use AS x_qty,
  CASE WHEN u.setting = '住院' THEN CAST(c.cnt AS DOUBLE) / c.days END AS x_day,
  CAST(c.n_use AS DOUBLE) / u.n_visits AS use_rate
FROM cell c
JOIN unit u ON u.unit_id = c.unit_id
