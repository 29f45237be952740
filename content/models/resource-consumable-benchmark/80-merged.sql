-- 比值规则按“机构 × 耗材类 × 手术”，无手术占比与进销存差按“机构 × 耗材类”，记在该类用得最多的手术上。
WITH rated AS (
  SELECT w.*, t.p, t.n_others,
    CASE WHEN w.passes THEN CASE WHEN t.p < $alpha THEN w.lvl ELSE w.lvl - 1 END ELSE 0 END AS ratio_lvl,
    ROW_NUMBER() OVER (PARTITION BY w.iid, w.class_id ORDER BY w.n_use DESC, w.oprn4) = 1 AS is_main
  FROM worst w
  LEFT JOIN test t ON t.cell_id = w.cell_id
  WHERE w.clean
),
class_level AS (
  SELECT
    COALESCE(n.iid, s.iid) AS iid, COALESCE(n.class_id, s.class_id) AS class_id, COALESCE(n.main_oprn4, '无手术') AS main_oprn4,
    n.n_use, n.n_without, n.without_share, COALESCE(n.without_amt, 0) AS without_amt, COALESCE(n.without_fund, 0) AS without_fund,
    n.unit_price, n.fund_ratio, s.billed, s.supplied, s.gap_share, COALESCE(s.gap_units, 0) AS gap_units,
    COALESCE(n.without_share >= $without_max AND n.n_without >= $without_min, FALSE) AS without_hit,
    COALESCE(s.gap_share > $gap_tol AND s.billed >= $min_cases, FALSE) AS gap_hit
  FROM no_oprn n
  FULL JOIN supply s ON s.iid = n.iid AND s.class_id = n.class_id
)
SELECT
  COALESCE(r.iid, c.iid) AS iid,
  COALESCE(r.class_id, c.class_id) AS class_id,
  COALESCE(r.oprn4, c.main_oprn4) AS oprn4,
  r.cell_id, r.indicator, r.x, r.b_ref, r.b_peer, r.r_ref, r.r_peer, r.n_inst, r.n_over, r.n_use, r.p, r.n_others,
  COALESCE(r.ratio_lvl, 0) AS ratio_lvl,
  COALESCE(r.over_units, 0) AS over_units,
  COALESCE(r.unit_price, c.unit_price) AS unit_price,
  COALESCE(r.fund_ratio, c.fund_ratio, 0) AS fund_ratio,
  c.without_share, c.n_without, c.billed, c.supplied, c.gap_share,
  CASE WHEN COALESCE(r.is_main, TRUE) THEN c.without_amt ELSE 0 END AS without_amt,
  CASE WHEN COALESCE(r.is_main, TRUE) THEN c.without_fund ELSE 0 END AS without_fund,
  CASE WHEN COALESCE(r.is_main, TRUE) THEN c.gap_units ELSE 0 END AS gap_units,
  COALESCE(c.without_hit, FALSE) AND COALESCE(r.is_main, TRUE) AS without_hit,
  COALESCE(c.gap_hit, FALSE) AND COALESCE(r.is_main, TRUE) AS gap_hit
FROM rated r
FULL JOIN class_level c
  ON c.iid = r.iid AND c.class_id = r.class_id
