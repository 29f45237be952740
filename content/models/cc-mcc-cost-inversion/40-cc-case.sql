-- 每个 CC/MCC 病例：费用低于紧邻较低子组中位数 × 系数的为倒挂；差额 = 本组支付 − 按较低子组权重的支付。低倍率病例据实付费，没有差额。
SELECT
  o.stay_id, o.stay_key, o.iid, o.tier, o.adrg, o.lvl, b.upper_code AS drg_code, b.tier AS basis, b.lower_code, b.t_lower, b.t_upper, b.same_pay,
  o.cost, o.pay, o.fund_share, o.dropped,
  o.cost < ROUND(b.t_lower * $cost_ratio, 6) AS inverted,
  CASE
    WHEN COALESCE(o.outlier_type, '') = '低倍率' THEN 0
    WHEN b.w_lower IS NOT NULL AND o.weight > 0 THEN GREATEST(0, o.pay * (1 - b.w_lower / o.weight))
    ELSE GREATEST(0, o.pay - b.pay_lower)
  END AS diff
FROM scope o
JOIN bound b ON b.adrg = o.adrg AND b.lvl = o.lvl AND b.own_tier = o.tier
WHERE o.lvl > 1
