-- 近两个统计期内已入组的住院。基金：按病组付费的取病组基金支付额，其余取实际基金支付。
SELECT
  s.stay_id, s.iid, s.tier, g.adrg, g.drg_code, g.mdc, g.weight, g.pay,
  s.cost,
  CASE WHEN s.clr_way = '40' AND s.drg_fund_pay IS NOT NULL THEN s.drg_fund_pay ELSE s.fund END AS fund,
  s.dsc, s.pid, COALESCE(s.dept, '') AS dept, COALESCE(s.main3, '') AS main3, s.ex_onco, s.ex_uremia,
  date_diff('day', s.dsc, $as_of) < $window_days AS in_window
FROM drg_stay g
JOIN stay s ON s.stay_id = g.stay_id
WHERE g.grouped AND g.drg_code IS NOT NULL
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND 2 * $window_days - 1
