-- 达到比值规则的单元，取最差的一项指标；另须两项以上指标达到，或涉疑金额达到 min_amount。
WITH worst AS (
  SELECT *, COUNT(*) FILTER (WHERE lvl >= 2) OVER (PARTITION BY cell_id) AS n_over,
    MAX(CASE WHEN k = 1 THEN x - GREATEST(COALESCE(b_ref, 0), COALESCE(b_peer, 0)) END) OVER (PARTITION BY cell_id) AS excess
  FROM ratio
  QUALIFY ROW_NUMBER() OVER (PARTITION BY cell_id ORDER BY lvl DESC, r_ref + COALESCE(r_peer, 0) DESC, k) = 1
)
SELECT
  w.cell_id, w.k, w.indicator, w.x, w.b_ref, w.b_peer, w.n_inst, w.n_ref, w.r_ref, w.r_peer, w.lvl, w.n_over,
  i.unit_id, i.item_id, i.grp_id, i.pool_id, i.n_use, i.use_rate,
  CASE WHEN p.b_rate > 0 THEN ROUND(i.use_rate / p.b_rate, 6) END AS r_rate,
  p.b_rate,
  CAST(GREATEST(0, w.excess) * i.n_use AS DECIMAL(16,2)) AS amt_total,
  CAST(GREATEST(0, w.excess) * i.n_use * CASE WHEN i.amt > 0 THEN i.fund / CAST(i.amt AS DOUBLE) ELSE 0 END AS DECIMAL(16,2)) AS amt_fund
FROM worst w
JOIN indicator i ON i.cell_id = w.cell_id
LEFT JOIN peer p ON p.pool_id = i.pool_id AND p.item_id = i.item_id
WHERE w.lvl >= 2
  AND (w.n_over >= $min_indicators OR CAST(GREATEST(0, w.excess) * i.n_use AS DECIMAL(16,2)) >= $min_amount)
