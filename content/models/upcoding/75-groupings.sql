SELECT
  s.stay_key AS subject_id,
  CASE WHEN w.case_key LIKE '%|as' THEN '按所填编码' ELSE '去掉没有依据的编码' END AS coding,
  w.dx,
  w.op,
  CASE WHEN w.case_key LIKE '%|as' THEN c.drg_orig ELSE c.drg_corr END AS drg_code,
  CASE WHEN w.case_key LIKE '%|as' THEN c.name_orig ELSE c.name_corr END AS drg_name,
  CASE WHEN w.case_key LIKE '%|as' THEN c.w_orig ELSE c.w_corr END AS weight,
  CASE WHEN w.case_key LIKE '%|as' THEN c.pay_orig ELSE c.pay_corr END AS pay
FROM up_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN up_what_if w ON w.stay_id = c.stay_id
WHERE c.is_case
