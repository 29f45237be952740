-- 统计期内分到“伴严重合并症（MCC）、伴合并症（CC）、不伴（NONE）”各子组的住院。lvl 3、2、1；dropped 为不适用的情形。
SELECT
  s.stay_id, s.stay_key, s.iid, COALESCE(s.tier, '') AS tier, g.adrg, g.drg_code,
  CASE g.cc WHEN 'MCC' THEN 3 WHEN 'CC' THEN 2 ELSE 1 END AS lvl,
  CAST(s.cost AS DOUBLE) AS cost, g.weight, CAST(g.pay AS DOUBLE) AS pay, s.outlier_type,
  LEAST(1, GREATEST(0, COALESCE(
    CAST(s.drg_fund_pay AS DOUBLE) / NULLIF(CAST(g.pay AS DOUBLE), 0),
    CAST(s.fund AS DOUBLE) / NULLIF(CAST(s.cost AS DOUBLE), 0), 0))) AS fund_share,
  CASE
    WHEN s.los <= $los_min THEN 'EX-LOS'
    WHEN COALESCE(s.ex_death, FALSE) THEN 'EX-DEATH'
    WHEN COALESCE(s.ex_transfer, FALSE) THEN 'EX-TRANSFER'
  END AS dropped
FROM drg_stay g
JOIN stay s ON s.stay_id = g.stay_id
WHERE g.grouped AND g.cc IN ('MCC', 'CC', 'NONE') AND s.cost > 0
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
