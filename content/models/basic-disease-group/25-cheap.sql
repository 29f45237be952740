-- 基础病组的住院，费用不高于同级同组中位数 × 系数的为低费用；同级不足最少病例数时用全区。
WITH by_tier AS (
  SELECT drg_code, tier, COUNT(cost) AS n, quantile_cont(cost, 0.5) AS med FROM scope WHERE cost IS NOT NULL GROUP BY drg_code, tier
),
by_all AS (
  SELECT drg_code, quantile_cont(cost, 0.5) AS med FROM scope WHERE cost IS NOT NULL GROUP BY drg_code
)
SELECT o.stay_id, o.iid, o.tier, o.drg_code, o.cost, o.fund, o.disaster,
  CASE WHEN t.n >= $min_cases THEN t.med ELSE a.med END AS med,
  o.cost <= ROUND($low_ratio * CASE WHEN t.n >= $min_cases THEN t.med ELSE a.med END, 6) AS cheap
FROM scope o
JOIN group_list g ON g.drg_code = o.drg_code AND g.basic
LEFT JOIN by_tier t ON t.drg_code = o.drg_code AND t.tier = o.tier
LEFT JOIN by_all a ON a.drg_code = o.drg_code
