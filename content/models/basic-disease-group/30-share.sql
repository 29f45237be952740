-- 机构 × 基础病组：例数、区位商、泊松 z、低费用占比（与全区、同级比较）。
WITH own AS (
  SELECT iid, tier, drg_code, COUNT(*) AS n_hg,
    COUNT(*) FILTER (WHERE cheap) AS n_cheap,
    ROUND(AVG(CASE WHEN cheap THEN 1.0 WHEN cost IS NOT NULL THEN 0.0 END), 6) AS cheap_share,
    CAST(SUM(CASE WHEN cheap THEN CAST(cost AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS cheap_cost,
    CAST(SUM(CASE WHEN cheap THEN CAST(COALESCE(fund, 0) AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS cheap_fund,
    AVG(CASE WHEN disaster THEN 1.0 ELSE 0.0 END) AS disaster_share
  FROM cheap_stay
  GROUP BY iid, tier, drg_code
),
inst AS (
  SELECT iid, COUNT(*) AS n_h FROM scope GROUP BY iid
),
tiers AS (
  SELECT tier, COUNT(*) AS n_t FROM scope GROUP BY tier
),
every AS (
  SELECT COUNT(*) AS n FROM scope
)
SELECT
  o.iid, o.tier, o.drg_code, o.n_hg, i.n_h, o.n_cheap, o.cheap_share, o.cheap_cost, o.cheap_fund, o.disaster_share,
  CAST(i.n_h AS DOUBLE) * SUM(o.n_hg) OVER (PARTITION BY o.drg_code) / e.n AS expected,
  ROUND((CAST(o.n_hg AS DOUBLE) / i.n_h) / (CAST(SUM(o.n_hg) OVER (PARTITION BY o.drg_code) AS DOUBLE) / e.n), 6) AS lq,
  ROUND((CAST(o.n_hg AS DOUBLE) / i.n_h) / (CAST(SUM(o.n_hg) OVER (PARTITION BY o.drg_code, o.tier) AS DOUBLE) / t.n_t), 6) AS lq_tier
FROM own o
JOIN inst i ON i.iid = o.iid
JOIN tiers t ON t.tier = o.tier
CROSS JOIN every e
