-- 统计期内用到康复项目的就诊（住院、门诊分开）。
SELECT '住院' AS setting, 1 AS setting_i, s.stay_id AS visit_id, s.iid, i.item_id, i.amt, i.cnt, s.los AS days,
  CAST(i.inscp AS DOUBLE) * CASE WHEN s.inscp > 0 THEN LEAST(1, GREATEST(0, CAST(s.fund AS DOUBLE) / CAST(s.inscp AS DOUBLE))) ELSE 0 END AS fund
FROM stay_item i
JOIN rehab_item r ON r.item_id = i.item_id
JOIN stay s ON s.stay_id = i.stay_id
WHERE i.amt > 0 AND i.cnt > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
UNION ALL
SELECT '门诊' AS setting, 2 AS setting_i, t.sid AS visit_id, t.iid, i.item_id, i.amt, i.cnt, 1 AS days,
  CAST(i.inscp AS DOUBLE) * CASE WHEN t.inscp_amt > 0 THEN LEAST(1, GREATEST(0, CAST(t.fund_pay_sumamt AS DOUBLE) / CAST(t.inscp_amt AS DOUBLE))) ELSE 0 END AS fund
FROM opt_item i
JOIN rehab_item r ON r.item_id = i.item_id
JOIN settlement t ON t.sid = i.sid
WHERE i.amt > 0 AND i.cnt > 0 AND t.med_class IN ('OPT', 'OPSP') AND t.stay_id IS NULL
  AND date_diff('day', t.begndate, $as_of) BETWEEN 0 AND $window_days - 1
