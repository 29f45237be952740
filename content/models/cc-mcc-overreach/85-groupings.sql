SELECT
  s.stay_key AS subject_id,
  CASE WHEN w.case_key LIKE '%|as' THEN '按所填编码' ELSE '去掉没有依据的合并症并发症' END AS coding,
  w.dx,
  w.op,
  CASE WHEN w.case_key LIKE '%|as' THEN c.drg_orig ELSE c.drg_corr END AS drg_code,
  CASE WHEN w.case_key LIKE '%|as' THEN c.name_orig ELSE c.name_corr END AS drg_name,
  CASE WHEN w.case_key LIKE '%|as' THEN c.w_orig ELSE c.w_corr END AS weight,
  CASE WHEN w.case_key LIKE '%|as' THEN c.pay_orig ELSE c.pay_corr END AS pay
FROM compared c
JOIN stay s ON s.stay_id = c.stay_id
JOIN what_if w ON w.stay_id = c.stay_id AND w.case_key NOT LIKE '%|no-fee'
WHERE c.same_scheme AND c.drop_share >= $cc_drop AND c.pay_orig - c.pay_corr >= $cc_pay AND NOT c.all_no_fee
