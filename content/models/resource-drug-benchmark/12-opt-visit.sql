-- 统计期内医疗机构的门诊就诊（普通门诊与门诊慢特病），病种组为主诊断三位类目，每次就诊记一天。
SELECT
  t.sid AS visit_id,
  t.iid,
  t.main3 AS grp,
  CASE WHEN t.inscp_amt > 0 THEN LEAST(1, GREATEST(0, CAST(t.fund_pay_sumamt AS DOUBLE) / CAST(t.inscp_amt AS DOUBLE))) ELSE 0 END AS fund_ratio
FROM settlement t
WHERE t.stay_id IS NULL
  AND t.med_class IN ('OPT', 'OPSP')
  AND t.main3 IS NOT NULL
  AND t.medfee_sumamt > 0
  AND date_diff('day', t.begndate, $as_of) BETWEEN 0 AND $window_days - 1
