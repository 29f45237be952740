SELECT
  s.stay_key AS subject_id,
  CASE WHEN w.case_key LIKE '%|as' THEN '按所填编码' ELSE concat('以 ', c.other_code, ' 为主要诊断') END AS coding,
  w.dx,
  w.op,
  CASE WHEN w.case_key LIKE '%|as' THEN c.drg_orig ELSE c.drg_corr END AS drg_code,
  CASE WHEN w.case_key LIKE '%|as' THEN c.name_orig ELSE c.name_corr END AS drg_name,
  CASE WHEN w.case_key LIKE '%|as' THEN c.w_orig ELSE c.w_corr END AS weight,
  CASE WHEN w.case_key LIKE '%|as' THEN c.pay_orig
    ELSE CAST(ROUND(CAST(c.pay_orig AS DOUBLE) * c.w_corr / c.w_orig, 2) AS DECIMAL(16,2)) END AS pay
FROM compared c
JOIN stay s ON s.stay_id = c.stay_id
JOIN what_if w ON w.case_key = concat(CAST(c.stay_id AS VARCHAR), '|as')
  OR w.case_key = concat(CAST(c.stay_id AS VARCHAR), '|', c.other_code)
WHERE c.same_scheme AND c.corr_grouped AND c.rise_share >= $w_rise AND c.w_orig > 0
