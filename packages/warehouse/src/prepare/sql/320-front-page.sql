-- Settlement list and grouping result per stay: durations add up over the stay's settlements, the rest is that of the last one.
WITH listed AS (
  SELECT s.stay_id, s.sid, b.setl_id, b.nwb_age_days, b.days_rinp_flag_31, b.days_rinp_pup_31, b.adm_caty, b.dscg_caty, b.chfpdr_code,
    TRY_CAST(b.vent_used_dura AS DOUBLE) AS vent, CAST(b.vent_used_dura AS VARCHAR) AS vent_text,
    TRY_CAST(b.scs_cutd_sum_dura AS DOUBLE) AS icu, CAST(b.scs_cutd_sum_dura AS VARCHAR) AS icu_text,
    TRY_CAST(b.spga_nurscare_days AS DOUBLE) AS special_days, TRY_CAST(b.lv1_nurscare_days AS DOUBLE) AS lv1_days
  FROM ods_setl_list_b b JOIN settlement_core s ON s.setl_id = b.setl_id AND s.stay_id IS NOT NULL
),
timed AS (
  SELECT *,
    COALESCE(vent, TRY_CAST(split_part(vent_text, '/', 1) AS DOUBLE) * 24 + TRY_CAST(split_part(vent_text, '/', 2) AS DOUBLE)
      + COALESCE(TRY_CAST(split_part(vent_text, '/', 3) AS DOUBLE), 0) / 60) AS vent_hours,
    COALESCE(icu, TRY_CAST(split_part(icu_text, '/', 1) AS DOUBLE) * 24 + TRY_CAST(split_part(icu_text, '/', 2) AS DOUBLE)
      + COALESCE(TRY_CAST(split_part(icu_text, '/', 3) AS DOUBLE), 0) / 60) AS icu_hours
  FROM listed
),
page AS (
  SELECT stay_id, SUM(icu_hours) AS icu_hours, SUM(vent_hours) AS vent_hours, SUM(special_days) AS nurs_special_days,
    SUM(lv1_days) AS nurs_lv1_days, arg_max(days_rinp_flag_31, sid) AS readm_plan, arg_max(days_rinp_pup_31, sid) AS readm_purpose,
    MIN(TRY_CAST(nwb_age_days AS INTEGER)) AS nwb_age_days, arg_min(adm_caty, sid) AS adm_caty, arg_max(dscg_caty, sid) AS dscg_caty,
    arg_max(chfpdr_code, sid) AS chfpdr_code
  FROM timed GROUP BY stay_id
),
grp AS (
  SELECT s.stay_id, arg_max(g.mdc, s.sid) AS mdc, arg_max(g.adrg, s.sid) AS adrg, arg_max(g.drg_code, s.sid) AS drg_code,
    arg_max(CAST(g.drg_wt AS DOUBLE), s.sid) AS drg_wt, arg_max(CAST(g.drg_rate AS DOUBLE), s.sid) AS drg_rate,
    CAST(SUM(g.drg_pay_std) AS DECIMAL(16,2)) AS drg_pay_std, CAST(SUM(g.drg_fund_pay) AS DECIMAL(16,2)) AS drg_fund_pay,
    arg_max(g.outlier_type, s.sid) AS outlier_type
  FROM ods_drg_grp_d g JOIN settlement_core s ON s.setl_id = g.setl_id AND s.stay_id IS NOT NULL
  GROUP BY s.stay_id
)
SELECT b.stay_id, p.icu_hours, p.vent_hours, p.nurs_special_days, p.nurs_lv1_days, p.readm_plan, p.readm_purpose, p.nwb_age_days,
  p.adm_caty, p.dscg_caty, p.chfpdr_code, g.mdc, g.adrg, g.drg_code, g.drg_wt, g.drg_rate, g.drg_pay_std, g.drg_fund_pay, g.outlier_type
FROM x_stay b LEFT JOIN page p ON p.stay_id = b.stay_id LEFT JOIN grp g ON g.stay_id = b.stay_id
