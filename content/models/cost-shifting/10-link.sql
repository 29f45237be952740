-- 同一参保人在住院前后 link_days 天内或住院期间，全自费占比过半的门诊、药店结算。
SELECT
  s.stay_id,
  t.sid,
  t.setl_id,
  t.setl_ids,
  t.pid,
  t.iid,
  t.med_class,
  t.begndate,
  t.main_code,
  t.medfee_sumamt,
  t.fulamt_ownpay_amt,
  ROUND(CAST(t.fulamt_ownpay_amt AS DOUBLE) / CAST(t.medfee_sumamt AS DOUBLE), 6) AS own_ratio,
  CASE WHEN t.begndate < s.adm THEN '入院前' WHEN t.begndate > s.dsc THEN '出院后' ELSE '住院期间' END AS phase
FROM settlement t
JOIN stay s ON s.pid = t.pid
WHERE t.med_class IN ('OPT', 'PHA')
  AND t.stay_id IS NULL
  AND t.medfee_sumamt > 0
  AND ROUND(CAST(t.fulamt_ownpay_amt AS DOUBLE) / CAST(t.medfee_sumamt AS DOUBLE), 6) > $own_ratio_min
  AND date_diff('day', t.begndate, s.adm) <= $link_days
  AND date_diff('day', s.dsc, t.begndate) <= $link_days
  AND s.cost > 0
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $peer_days - 1
