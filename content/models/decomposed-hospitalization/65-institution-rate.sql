-- Flagged pairs per discharge of the institution that discharged first, beside the institutions of its tier.
WITH discharge AS (
  SELECT s.iid, MIN(s.tier) AS tier, COUNT(*) AS n_discharge
  FROM stay s
  WHERE s.dsc <= $as_of AND date_diff('day', s.dsc, $as_of) < $run_days + $z_class_4
  GROUP BY s.iid
),
flagged_pair AS (
  SELECT a_iid AS iid, COUNT(*) AS n_pair FROM flagged GROUP BY a_iid
),
rate AS (
  SELECT d.iid, d.tier, d.n_discharge, COALESCE(p.n_pair, 0) AS n_pair, CAST(COALESCE(p.n_pair, 0) AS DOUBLE) / d.n_discharge AS rate
  FROM discharge d
  LEFT JOIN flagged_pair p ON p.iid = d.iid
),
peer AS (
  SELECT
    tier, COUNT(*) AS n, quantile_cont(rate, 0.5) AS median, quantile_cont(rate, 0.9) AS p90,
    ARRAY[
      MIN(rate), quantile_cont(rate, 0.05), quantile_cont(rate, 0.1), quantile_cont(rate, 0.15), quantile_cont(rate, 0.2),
      quantile_cont(rate, 0.25), quantile_cont(rate, 0.3), quantile_cont(rate, 0.35), quantile_cont(rate, 0.4), quantile_cont(rate, 0.45),
      quantile_cont(rate, 0.5), quantile_cont(rate, 0.55), quantile_cont(rate, 0.6), quantile_cont(rate, 0.65), quantile_cont(rate, 0.7),
      quantile_cont(rate, 0.75), quantile_cont(rate, 0.8), quantile_cont(rate, 0.85), quantile_cont(rate, 0.9), quantile_cont(rate, 0.95),
      MAX(rate)
    ] AS quantiles
  FROM rate
  WHERE n_discharge >= $peer_min_discharges
  GROUP BY tier
)
SELECT r.iid, r.tier, r.n_discharge, r.n_pair, r.rate, p.n AS peer_n, p.median AS peer_median, p.p90 AS peer_p90, p.quantiles AS peer_quantiles
FROM rate r
LEFT JOIN peer p ON p.tier = r.tier AND p.n >= $peer_min_institutions
