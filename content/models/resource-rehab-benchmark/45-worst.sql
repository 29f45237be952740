-- 每个机构项目取最差的一格（住院或门诊）最差的一项指标。passes：达到比值规则，且两项以上指标达到或金额达到 min_amount。day_lvl：日均次数的等级。
WITH counted AS (
  SELECT r.*, COUNT(*) FILTER (WHERE r.lvl >= 2) OVER (PARTITION BY r.cell_id) AS n_over,
    MAX(CASE WHEN r.k = 1 THEN r.x - GREATEST(COALESCE(r.b_ref, 0), COALESCE(r.b_peer, 0)) END) OVER (PARTITION BY r.cell_id) AS excess,
    MAX(CASE WHEN r.k = 3 THEN r.lvl END) OVER (PARTITION BY r.cell_id) AS day_lvl
  FROM ratio r
),
one AS (
  SELECT c.*, i.iid, i.item_id, i.setting, i.setting_i, COALESCE(i.tier, '') AS tier, i.n_use,
    CAST(GREATEST(0, c.excess) * i.n_use AS DECIMAL(16,2)) AS excess_amt
  FROM counted c
  JOIN indicator i ON i.cell_id = c.cell_id
)
SELECT iid, item_id, setting, setting_i, tier, cell_id, k, indicator, x, b_ref, b_peer, n_inst, n_ref, r_ref, r_peer, lvl, n_over, day_lvl, n_use, excess_amt,
  lvl >= 2 AND (n_over >= $min_indicators OR excess_amt >= $min_amount) AS passes
FROM one
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY iid, item_id
  ORDER BY CASE WHEN lvl >= 2 AND (n_over >= $min_indicators OR excess_amt >= $min_amount) THEN lvl ELSE 0 END DESC, r_ref + COALESCE(r_peer, 0) DESC, cell_id, k
) = 1
