WITH code_mark AS (
  SELECT d.stay_id, bool_or(s.set_id = 'ONCO_PLAN') AS onco, bool_or(s.set_id = 'UREMIA') AS uremia
  FROM stay_diag d JOIN diag_set s ON s.set_id IN ('ONCO_PLAN', 'UREMIA') AND starts_with(d.code, s.code)
  GROUP BY d.stay_id
),
exempt AS (
  SELECT DISTINCT b.stay_id FROM x_stay b JOIN opsp_reg r ON r.pid = b.pid AND r.exempt
    AND (r.begndate IS NULL OR r.begndate <= b.dsc) AND (r.enddate IS NULL OR r.enddate >= b.adm)
),
joined AS (
  SELECT b.*, i.fixmedins_code, i.tier, i.economic_type, i.hosp_type, i.admdvs, p.gend, p.brdy, p.emp_no, p.hsh_no, p.addr_hash, p.tel_hash,
    COALESCE(p.die_date, b.die_date) AS died,
    f.icu_hours, f.vent_hours, f.nurs_special_days, f.nurs_lv1_days, f.readm_plan, f.readm_purpose, f.nwb_age_days, f.adm_caty, f.dscg_caty,
    f.chfpdr_code AS page_chfpdr, f.mdc, f.adrg, f.drg_code, f.drg_wt, f.drg_rate, f.drg_pay_std, f.drg_fund_pay, f.outlier_type,
    l.stay_id IS NOT NULL AS has_lines, l.line_amt, l.cat_medical, l.cat_tech, l.cat_drug, l.cat_consumable, l.amt_bed, l.amt_consult,
    l.amt_exam, l.amt_lab, l.amt_treat, l.amt_oper, l.amt_nursing, l.top_minute_share,
    COALESCE(l.has_rescue, FALSE) AS has_rescue, COALESCE(l.has_blood, FALSE) AS has_blood,
    COALESCE(l.has_radiotherapy, FALSE) AS has_radiotherapy, COALESCE(l.has_dialysis, FALSE) AS has_dialysis,
    COALESCE(l.has_antineoplastic, FALSE) AS has_antineoplastic,
    COALESCE(c.onco, FALSE) AS onco_plan, COALESCE(c.uremia, FALSE) AS uremia_code, x.stay_id IS NOT NULL AS opsp_exempt,
    row_number() OVER (PARTITION BY b.pid, b.main3 ORDER BY b.adm, b.stay_key) AS nth_of_main3
  FROM x_stay b
  JOIN institution i ON i.iid = b.iid
  JOIN person p ON p.pid = b.pid
  LEFT JOIN x_front_page f ON f.stay_id = b.stay_id
  LEFT JOIN x_stay_line l ON l.stay_id = b.stay_id
  LEFT JOIN code_mark c ON c.stay_id = b.stay_id
  LEFT JOIN exempt x ON x.stay_id = b.stay_id
),
dated AS (
  SELECT j.*,
    CAST(greatest(1, date_diff('day', j.adm, j.dsc) + CASE WHEN (SELECT los_mode FROM x_setting) = 'inclusive' THEN 1 ELSE 0 END) AS INTEGER) AS los,
    CAST(date_sub('year', j.brdy, j.adm) AS INTEGER) AS age,
    CAST(CASE WHEN date_sub('year', j.brdy, j.adm) < 1 THEN date_diff('day', j.brdy, j.adm) WHEN j.brdy IS NULL THEN j.nwb_age_days END AS INTEGER) AS age_days
  FROM joined j
)
SELECT d.stay_id, d.stay_key, d.mdtrt_ids, d.setl_ids, d.pid, d.psn_no, d.iid, d.fixmedins_code, d.tier, d.economic_type, d.hosp_type, d.admdvs,
  d.insutype, d.med_type, d.clr_way, d.adm, d.dsc, d.adm_time, d.dsc_time, d.los, d.main_code, d.main3,
  CASE
    WHEN d.main3 IS NULL THEN NULL
    WHEN d.main3 < 'C00' THEN 'A00-B99'
    WHEN d.main3 < 'D50' THEN 'C00-D48'
    WHEN d.main3 < 'E00' THEN 'D50-D89'
    WHEN d.main3 < 'F00' THEN 'E00-E90'
    WHEN d.main3 < 'G00' THEN 'F00-F99'
    WHEN d.main3 < 'H00' THEN 'G00-G99'
    WHEN d.main3 < 'H60' THEN 'H00-H59'
    WHEN d.main3 < 'I00' THEN 'H60-H95'
    WHEN d.main3 < 'J00' THEN 'I00-I99'
    WHEN d.main3 < 'K00' THEN 'J00-J99'
    WHEN d.main3 < 'L00' THEN 'K00-K93'
    WHEN d.main3 < 'M00' THEN 'L00-L99'
    WHEN d.main3 < 'N00' THEN 'M00-M99'
    WHEN d.main3 < 'O00' THEN 'N00-N99'
    WHEN d.main3 < 'P00' THEN 'O00-O99'
    WHEN d.main3 < 'Q00' THEN 'P00-P96'
    WHEN d.main3 < 'R00' THEN 'Q00-Q99'
    WHEN d.main3 < 'S00' THEN 'R00-R99'
    WHEN d.main3 < 'U00' THEN 'S00-T98'
    WHEN d.main3 < 'V00' THEN 'U00-U99'
    WHEN d.main3 < 'Z00' THEN 'V01-Y98'
    ELSE 'Z00-Z99'
  END AS chapter,
  d.surgical, d.n_second_diag, COALESCE(d.adm_dept, d.adm_caty) AS dept, COALESCE(d.dsc_dept, d.dscg_caty) AS dsc_dept, d.wardarea_bed,
  COALESCE(d.chfpdr_code, d.page_chfpdr) AS chfpdr_code, d.adm_way, d.dscg_way,
  CAST(d.cost AS DECIMAL(16,2)) AS cost, CAST(d.fund AS DECIMAL(16,2)) AS fund, CAST(d.hifp AS DECIMAL(16,2)) AS hifp,
  CAST(d.ownpay AS DECIMAL(16,2)) AS ownpay, CAST(d.inscp AS DECIMAL(16,2)) AS inscp, CAST(d.dedc AS DECIMAL(16,2)) AS dedc,
  d.has_lines, CAST(d.line_amt AS DECIMAL(16,2)) AS line_amt, CAST(d.cat_medical AS DECIMAL(16,2)) AS cat_medical,
  CAST(d.cat_tech AS DECIMAL(16,2)) AS cat_tech, CAST(d.cat_drug AS DECIMAL(16,2)) AS cat_drug,
  CAST(d.cat_consumable AS DECIMAL(16,2)) AS cat_consumable, CAST(d.amt_bed AS DECIMAL(16,2)) AS amt_bed,
  CAST(d.amt_consult AS DECIMAL(16,2)) AS amt_consult, CAST(d.amt_exam AS DECIMAL(16,2)) AS amt_exam,
  CAST(d.amt_lab AS DECIMAL(16,2)) AS amt_lab, CAST(d.amt_treat AS DECIMAL(16,2)) AS amt_treat,
  CAST(d.amt_oper AS DECIMAL(16,2)) AS amt_oper, CAST(d.amt_nursing AS DECIMAL(16,2)) AS amt_nursing,
  d.age, d.age_days, d.gend, d.died AS die_date, d.emp_no, d.hsh_no, d.addr_hash, d.tel_hash,
  d.mdc, d.adrg, d.drg_code, d.drg_wt, d.drg_rate, d.drg_pay_std, d.drg_fund_pay, d.outlier_type,
  d.icu_hours, d.vent_hours, d.nurs_special_days, d.nurs_lv1_days, d.readm_plan, d.readm_purpose, d.n_setl > 1 AS interim, d.n_setl,
  d.top_minute_share, d.has_rescue, d.has_blood, d.has_radiotherapy, d.has_dialysis, d.has_antineoplastic,
  d.onco_plan OR (COALESCE((d.main3 BETWEEN 'C00' AND 'C97') OR (d.main3 BETWEEN 'D37' AND 'D48'), FALSE)
    AND (d.has_radiotherapy OR d.has_antineoplastic)) AS ex_onco,
  d.uremia_code OR d.has_dialysis AS ex_uremia,
  COALESCE(d.dscg_way IN ('2', '3'), FALSE) AS ex_transfer,
  COALESCE(d.adm_way = '1', FALSE) OR COALESCE(d.med_type = '24', FALSE) OR COALESCE(d.icu_hours > 0, FALSE) OR d.has_rescue AS ex_emerg,
  COALESCE(d.dscg_way = '5', FALSE) AS ex_death,
  COALESCE(d.main3 BETWEEN 'O00' AND 'O99', FALSE) OR COALESCE(d.main3 BETWEEN 'Z34' AND 'Z39', FALSE) OR COALESCE(d.med_type LIKE '52%', FALSE) AS ex_matern,
  COALESCE(COALESCE(d.age_days, d.nwb_age_days) <= 28, FALSE) AS ex_newb,
  (COALESCE(d.main3 BETWEEN 'F00' AND 'F99', FALSE) AND COALESCE(d.hosp_type LIKE '%精神%', FALSE)) OR COALESCE(d.clr_way = '50', FALSE) AS ex_psych,
  COALESCE(d.med_type = '2105', FALSE) OR COALESCE(d.clr_way = '50', FALSE) AS ex_rehab,
  COALESCE(d.med_type = '28', FALSE) AS ex_day,
  COALESCE(d.med_type = '2114', FALSE) AS ex_hospice,
  COALESCE(d.dscg_way = '4', FALSE) AND d.los <= 2 AS ex_ama,
  COALESCE(d.main3 BETWEEN 'S00' AND 'T35', FALSE) AND d.nth_of_main3 = 1 AS ex_trauma,
  d.opsp_exempt AS ex_opsp
FROM dated d
ORDER BY d.stay_id
