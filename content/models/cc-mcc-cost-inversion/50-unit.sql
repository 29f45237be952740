-- 机构 × 较高子组的倒挂率，与用同一基准的其他机构比较；全区各子组的倒挂率，与其余子组比较（iid 为空）。
WITH own AS (
  SELECT
    iid, adrg, lvl, drg_code, lower_code, basis, MIN(t_lower) AS t_lower, MIN(t_upper) AS t_upper, bool_or(same_pay) AS same_pay,
    COUNT(*) FILTER (WHERE dropped IS NULL) AS n,
    COUNT(*) FILTER (WHERE dropped IS NULL AND inverted) AS n_inverted,
    COUNT(*) FILTER (WHERE dropped IS NOT NULL AND inverted) AS n_dropped,
    MIN(CASE WHEN inverted THEN dropped END) AS dropped,
    COUNT(*) FILTER (WHERE dropped IS NULL AND inverted AND diff IS NULL) AS n_no_pay,
    CAST(SUM(CASE WHEN dropped IS NULL AND inverted THEN CAST(COALESCE(diff, 0) AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS amt_total,
    CAST(SUM(CASE WHEN dropped IS NULL AND inverted THEN CAST(COALESCE(diff, 0) * fund_share AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS amt_fund
  FROM cc_case
  GROUP BY iid, adrg, lvl, drg_code, lower_code, basis
),
with_peers AS (
  SELECT *,
    SUM(n) OVER (PARTITION BY adrg, lvl, basis) - n AS n_peer,
    SUM(n_inverted) OVER (PARTITION BY adrg, lvl, basis) - n_inverted AS n_peer_inverted
  FROM own
),
region AS (
  SELECT
    o.adrg, o.lvl, b.upper_code AS drg_code, b.lower_code, MIN(b.t_lower) AS t_lower, MIN(b.t_upper) AS t_upper, bool_or(b.same_pay) AS same_pay,
    COUNT(*) AS n,
    COUNT(*) FILTER (WHERE o.cost < ROUND(b.t_lower * $cost_ratio, 6)) AS n_inverted,
    CAST(SUM(CASE WHEN o.cost < ROUND(b.t_lower * $cost_ratio, 6) THEN CAST(COALESCE(c.diff, 0) AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS amt_total,
    CAST(SUM(CASE WHEN o.cost < ROUND(b.t_lower * $cost_ratio, 6) THEN CAST(COALESCE(c.diff, 0) * o.fund_share AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS amt_fund
  FROM scope o
  JOIN bound b ON b.adrg = o.adrg AND b.lvl = o.lvl AND b.own_tier = '*'
  LEFT JOIN cc_case c ON c.stay_id = o.stay_id
  WHERE o.dropped IS NULL
  GROUP BY o.adrg, o.lvl, b.upper_code, b.lower_code
),
rest AS (
  SELECT *, SUM(n) OVER () - n AS n_peer, SUM(n_inverted) OVER () - n_inverted AS n_peer_inverted
  FROM region
),
every AS (
  SELECT iid, adrg, lvl, drg_code, lower_code, basis, t_lower, t_upper, same_pay, n, n_inverted, n_dropped, dropped, n_no_pay, amt_total, amt_fund, n_peer, n_peer_inverted
  FROM with_peers
  UNION ALL
  SELECT CAST(NULL AS INTEGER), adrg, lvl, drg_code, lower_code, '*', t_lower, t_upper, same_pay, n, n_inverted, 0, CAST(NULL AS VARCHAR), 0, amt_total, amt_fund, n_peer, n_peer_inverted
  FROM rest
  WHERE t_upper <= t_lower
),
rated AS (
  SELECT *,
    ROUND(CAST(n_inverted AS DOUBLE) / NULLIF(n, 0), 6) AS rate,
    CASE WHEN n_peer >= $min_subgroup THEN ROUND(CAST(n_peer_inverted AS DOUBLE) / n_peer, 6) END AS peer_rate,
    CASE WHEN n_peer >= $min_subgroup THEN GREATEST(CAST(n_peer_inverted AS DOUBLE), 1) / CAST(n_peer AS DOUBLE) END AS base_rate
  FROM every
)
SELECT
  iid, adrg, lvl, drg_code, lower_code, basis, t_lower, t_upper, same_pay, n, n_inverted, n_dropped, dropped, n_no_pay, amt_total, amt_fund,
  CAST(n_peer AS BIGINT) AS n_peer,
  rate, peer_rate,
  ROUND(rate / base_rate, 6) AS ratio,
  ROUND((n_inverted - n * base_rate) / SQRT(NULLIF(n * base_rate, 0)), 6) AS z
FROM rated
