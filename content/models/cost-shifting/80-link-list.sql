SELECT
  s.stay_key AS subject_id, k.setl_id, k.begndate, k.phase, k.med_class, n.fixmedins_name, k.main_code,
  k.medfee_sumamt, k.fulamt_ownpay_amt, k.own_ratio, k.dropped_by
FROM link_judged k
JOIN stay s ON s.stay_id = k.stay_id
JOIN institution n ON n.iid = k.iid
