-- Stays: dates, keys, and what the first (admission side) and last (discharge side) segments say.
WITH money AS (
  SELECT stay_id, array_agg(setl_id ORDER BY setl_id) AS setl_ids, COUNT(*) AS n_setl, SUM(medfee_sumamt) AS cost,
    SUM(fund_pay_sumamt) AS fund, SUM(hifp_pay) AS hifp, SUM(fulamt_ownpay_amt) AS ownpay, SUM(inscp_amt) AS inscp,
    SUM(act_pay_dedc) AS dedc, arg_max(insutype, sid) AS insutype, arg_max(med_type, sid) AS med_type,
    arg_max(clr_way, sid) AS clr_way, arg_max(psn_no, sid) AS psn_no, arg_max(setl_id, sid) AS last_setl_id
  FROM settlement_core WHERE stay_id IS NOT NULL GROUP BY stay_id
),
seen AS (
  SELECT e.stay_id, e.pid, e.iid, MIN(e.stay_key) AS stay_key, array_agg(e.mdtrt_id ORDER BY e.mdtrt_id) AS mdtrt_ids,
    MIN(e.adm) AS adm, MAX(e.dsc) AS dsc, MIN(e.begntime) AS adm_time, MAX(e.endtime) AS dsc_time,
    arg_min(v.adm_way, e.part) AS adm_way, arg_max(v.dscg_way, e.part) AS dscg_way, arg_min(v.adm_dept_codg, e.part) AS adm_dept,
    arg_max(v.dscg_dept_codg, e.part) AS dsc_dept, arg_max(v.wardarea_bed, e.part) AS wardarea_bed,
    arg_max(v.chfpdr_code, e.part) AS chfpdr_code, arg_max(v.psn_no, e.part) AS psn_no, arg_max(v.med_type, e.part) AS med_type,
    MAX(CAST(v.die_date AS DATE)) AS die_date
  FROM x_episode e LEFT JOIN v_mdtrt v ON v.mdtrt_id = e.mdtrt_id
  GROUP BY e.stay_id, e.pid, e.iid
),
diag AS (
  SELECT stay_id, MAX(CASE WHEN is_main THEN code END) AS main_code, SUM(CASE WHEN is_main THEN 0 ELSE 1 END) AS n_second_diag
  FROM stay_diag GROUP BY stay_id
),
oprn AS (SELECT stay_id, COUNT(*) AS n FROM stay_oprn GROUP BY stay_id)
SELECT s.stay_id, s.stay_key, s.mdtrt_ids, m.setl_ids, s.pid, COALESCE(m.psn_no, s.psn_no) AS psn_no, s.iid,
  m.insutype, COALESCE(m.med_type, s.med_type) AS med_type, m.clr_way, s.adm, s.dsc,
  COALESCE(s.adm_time, CAST(s.adm AS TIMESTAMP)) AS adm_time, COALESCE(s.dsc_time, CAST(s.dsc AS TIMESTAMP)) AS dsc_time,
  d.main_code, substr(d.main_code, 1, 3) AS main3, COALESCE(o.n, 0) > 0 AS surgical, CAST(COALESCE(d.n_second_diag, 0) AS INTEGER) AS n_second_diag,
  s.adm_dept, s.dsc_dept, s.wardarea_bed, s.chfpdr_code, s.adm_way, s.dscg_way, s.die_date,
  m.cost, m.fund, m.hifp, m.ownpay, m.inscp, m.dedc, CAST(COALESCE(m.n_setl, 0) AS INTEGER) AS n_setl, m.last_setl_id
FROM seen s
LEFT JOIN money m ON m.stay_id = s.stay_id
LEFT JOIN diag d ON d.stay_id = s.stay_id
LEFT JOIN oprn o ON o.stay_id = s.stay_id
