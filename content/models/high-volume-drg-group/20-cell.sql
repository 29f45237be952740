-- 机构 × 病组：病例数（本机构、全区、同级）、例均支付、例均费用、例均基金和例均权重。
WITH own AS (
  SELECT
    iid, tier, adrg, drg_code, MIN(mdc) AS mdc,
    COUNT(*) AS n_hg,
    AVG(CAST(cost AS DOUBLE)) AS mean_cost,
    AVG(CASE WHEN pay IS NOT NULL AND cost > 0 THEN CAST(pay AS DOUBLE) END) AS mean_pay,
    AVG(CASE WHEN pay IS NOT NULL AND cost > 0 THEN CAST(cost AS DOUBLE) END) AS mean_paid_cost,
    AVG(CAST(fund AS DOUBLE)) AS mean_fund,
    SUM(CAST(cost AS DOUBLE)) AS sum_cost, COUNT(cost) AS n_cost,
    AVG(CASE WHEN COALESCE(ex_onco, FALSE) THEN 1.0 ELSE 0.0 END) AS onco_share,
    AVG(CASE WHEN COALESCE(ex_uremia, FALSE) THEN 1.0 ELSE 0.0 END) AS uremia_share,
    AVG(CASE WHEN main3 BETWEEN 'J00' AND 'J22' THEN 1.0 ELSE 0.0 END) AS respiratory_share,
    AVG(CASE WHEN month(dsc) IN (11, 12, 1, 2) THEN 1.0 ELSE 0.0 END) AS winter_share
  FROM scope
  WHERE in_window
  GROUP BY iid, tier, adrg, drg_code
),
counted AS (
  SELECT *,
    SUM(n_hg) OVER (PARTITION BY iid) AS n_h,
    SUM(n_hg) OVER (PARTITION BY drg_code) AS n_g,
    SUM(n_hg) OVER () AS n,
    SUM(n_hg) OVER (PARTITION BY drg_code, tier) AS n_tg,
    SUM(n_hg) OVER (PARTITION BY tier) AS n_t,
    SUM(n_hg) OVER (PARTITION BY iid, mdc) AS n_mdc,
    SUM(sum_cost) OVER (PARTITION BY drg_code) - sum_cost AS other_cost,
    SUM(n_cost) OVER (PARTITION BY drg_code) - n_cost AS other_n,
    SUM(sum_cost) OVER (PARTITION BY drg_code, tier) - sum_cost AS tier_cost,
    SUM(n_cost) OVER (PARTITION BY drg_code, tier) - n_cost AS tier_n
  FROM own
)
SELECT
  iid, tier, adrg, drg_code, n_hg,
  CAST(n_h AS BIGINT) AS n_h, CAST(n_g AS BIGINT) AS n_g, CAST(n AS BIGINT) AS n,
  CAST(n_tg AS BIGINT) AS n_tg, CAST(n_t AS BIGINT) AS n_t,
  mean_cost, mean_pay, mean_paid_cost, mean_fund,
  CASE WHEN tier_n >= $n_min THEN tier_cost / tier_n WHEN other_n >= $n_min THEN other_cost / other_n END AS peer_cost,
  CAST(CASE WHEN tier_n >= $n_min THEN tier_n WHEN other_n >= $n_min THEN other_n END AS BIGINT) AS peer_n,
  CASE WHEN tier_n >= $n_min THEN '同级其他机构' WHEN other_n >= $n_min THEN '全区其他机构' END AS peer_kind,
  onco_share, uremia_share, respiratory_share, winter_share,
  ROUND(CAST(n_mdc AS DOUBLE) / n_h, 6) AS mdc_share
FROM counted
