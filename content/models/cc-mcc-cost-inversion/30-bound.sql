-- 每个较高子组与紧邻的较低子组；同级两组都够大用同级，否则用全区。
WITH pairs AS (
  SELECT
    u.adrg, u.lvl, u.tier, u.drg_code AS upper_code, l.drg_code AS lower_code, u.n AS n_upper, l.n AS n_lower,
    u.med AS t_upper, l.med AS t_lower, u.weight AS w_upper, l.weight AS w_lower, u.pay AS pay_upper, l.pay AS pay_lower
  FROM subgroup u
  JOIN subgroup l ON l.adrg = u.adrg AND l.tier = u.tier AND l.lvl < u.lvl
  QUALIFY ROW_NUMBER() OVER (PARTITION BY u.adrg, u.lvl, u.tier ORDER BY l.lvl DESC) = 1
),
wanted AS (
  SELECT DISTINCT adrg, lvl, tier FROM scope WHERE lvl > 1
),
fits AS (
  SELECT w.tier AS own_tier, p.*
  FROM wanted w
  JOIN pairs p ON p.adrg = w.adrg AND p.lvl = w.lvl AND p.tier IN (w.tier, '*')
),
chosen AS (
  SELECT *
  FROM fits
  QUALIFY ROW_NUMBER() OVER (PARTITION BY adrg, lvl, own_tier ORDER BY CASE WHEN tier = '*' THEN 1 ELSE 0 END) = 1
)
SELECT *,
  COALESCE(w_upper <= w_lower, pay_upper <= pay_lower, FALSE) AS same_pay
FROM chosen
UNION ALL
SELECT '*' AS own_tier, p.*, COALESCE(p.w_upper <= p.w_lower, p.pay_upper <= p.pay_lower, FALSE) AS same_pay
FROM pairs p
WHERE p.tier = '*'
