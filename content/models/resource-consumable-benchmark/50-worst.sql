-- 每格取最差的一项指标。passes：达到比值规则，且两项以上指标达到或金额达到 min_amount。
WITH counted AS (
  SELECT r.*, COUNT(*) FILTER (WHERE r.lvl >= 2) OVER (PARTITION BY r.cell_id) AS n_over,
    MAX(CASE WHEN r.k = 1 THEN r.x - GREATEST(COALESCE(r.b_ref, 0), COALESCE(r.b_peer, 0)) END) OVER (PARTITION BY r.cell_id) AS over_cost,
    MAX(CASE WHEN r.k = 2 THEN r.x - GREATEST(COALESCE(r.b_ref, 0), COALESCE(r.b_peer, 0)) END) OVER (PARTITION BY r.cell_id) AS over_qty
  FROM ratio r
)
SELECT
  c.cell_id, c.k, c.indicator, c.x, c.b_ref, c.b_peer, c.n_inst, c.n_ref, c.r_ref, c.r_peer, c.lvl, c.n_over,
  i.clean, i.iid, i.class_id, i.oprn4, i.tier, i.n_use,
  CAST(i.amt AS DOUBLE) / CAST(i.cnt AS DOUBLE) AS unit_price,
  CASE WHEN i.amt > 0 THEN CAST(i.fund AS DOUBLE) / CAST(i.amt AS DOUBLE) ELSE 0 END AS fund_ratio,
  GREATEST(0, c.over_qty) * i.n_use AS over_units,
  c.lvl >= 2 AND (c.n_over >= $min_indicators
    OR GREATEST(0, c.over_cost, c.over_qty * CAST(i.amt AS DOUBLE) / CAST(i.cnt AS DOUBLE)) * i.n_use >= $min_amount) AS passes
FROM counted c
JOIN indicator i ON i.cell_id = c.cell_id
QUALIFY ROW_NUMBER() OVER (PARTITION BY c.cell_id ORDER BY c.lvl DESC, c.r_ref + COALESCE(c.r_peer, 0) DESC, c.k) = 1
