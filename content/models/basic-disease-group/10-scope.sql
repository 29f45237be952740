-- 统计期内已入组的住院；签约（协议）机构和自然灾害期间的入院另记。
SELECT
  s.stay_id, s.iid, COALESCE(s.tier, '') AS tier, g.adrg, g.drg_code, g.weight, CAST(g.pay AS DOUBLE) AS pay,
  CASE WHEN s.cost > 0 THEN CAST(s.cost AS DOUBLE) END AS cost,
  CAST(CASE WHEN s.clr_way = '40' AND s.drg_fund_pay IS NOT NULL THEN s.drg_fund_pay ELSE s.fund END AS DOUBLE) AS fund,
  LEAST(1, GREATEST(0, COALESCE(
    CAST(s.drg_fund_pay AS DOUBLE) / NULLIF(CAST(g.pay AS DOUBLE), 0),
    CAST(s.fund AS DOUBLE) / NULLIF(CAST(s.cost AS DOUBLE), 0), 0))) AS fund_share,
  $disaster_from <> '' AND $disaster_to <> '' AND CAST(s.adm AS VARCHAR) BETWEEN $disaster_from AND $disaster_to AS disaster
FROM drg_stay g
JOIN stay s ON s.stay_id = g.stay_id
WHERE g.grouped AND g.drg_code IS NOT NULL
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
