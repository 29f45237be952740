-- One row per settlement family after validity and netting, in order of person and time. The surrogate sid is the place in this order.
WITH kept AS (
  SELECT s.setl_id, CAST(NULL AS VARCHAR[]) AS fam_ids, s.mdtrt_id, s.psn_no, s.fixmedins_code, s.med_type, s.insutype, s.clr_way,
    s.setl_type, s.begndate, s.enddate, s.setl_time, s.medfee_sumamt, s.fulamt_ownpay_amt, s.inscp_amt, s.act_pay_dedc,
    s.hifp_pay, s.fund_pay_sumamt, s.psn_pay, s.acct_pay, s.psn_cash_pay, s.dise_no, s.mdtrt_cert_type, s.terminal_id, s.opter_id
  FROM v_setl s
  WHERE NOT EXISTS (SELECT 1 FROM x_chain c WHERE c.setl_id = s.setl_id)
  UNION ALL
  SELECT f.setl_id, f.setl_ids, s.mdtrt_id, s.psn_no, s.fixmedins_code, s.med_type, s.insutype, s.clr_way,
    s.setl_type, s.begndate, s.enddate, s.setl_time, f.medfee_sumamt, f.fulamt_ownpay_amt, f.inscp_amt, f.act_pay_dedc,
    f.hifp_pay, f.fund_pay_sumamt, f.psn_pay, f.acct_pay, f.psn_cash_pay, s.dise_no, s.mdtrt_cert_type, s.terminal_id, s.opter_id
  FROM x_family f JOIN v_setl s ON s.setl_id = f.setl_id
  WHERE f.outcome = 'kept'
),
coded AS (
  SELECT d.mdtrt_id, arg_min(d.diag_code, CASE WHEN COALESCE(d.maindiag_flag, '') = '1' THEN '0' ELSE '1' END
      || lpad(COALESCE(CAST(d.diag_srt_no AS VARCHAR), ''), 6, '0') || d.diag_code) AS main_code
  FROM ods_setl_diag_list_d d
  JOIN v_mdtrt v ON v.mdtrt_id = d.mdtrt_id AND COALESCE(v.dscg_maindiag_code, '') = ''
  WHERE d.diag_code IS NOT NULL AND d.diag_code <> ''
  GROUP BY d.mdtrt_id
)
SELECT k.setl_id, k.fam_ids, k.mdtrt_id, n.pid, k.psn_no, i.iid, k.med_type,
  COALESCE(t.med_class, CASE WHEN i.tier = 'P' THEN 'PHA' ELSE 'OTH' END) AS med_class, COALESCE(t.emerg, FALSE) AS emerg,
  k.insutype, k.clr_way, k.setl_type, CAST(k.begndate AS DATE) AS begndate, CAST(k.enddate AS DATE) AS enddate,
  COALESCE(v.begntime, CAST(k.begndate AS TIMESTAMP)) AS beg_time, COALESCE(v.endtime, CAST(k.enddate AS TIMESTAMP)) AS end_time,
  k.setl_time, CAST(k.setl_time AS DATE) AS setl_day,
  CAST(k.medfee_sumamt AS DECIMAL(16,2)) AS medfee_sumamt, CAST(k.fulamt_ownpay_amt AS DECIMAL(16,2)) AS fulamt_ownpay_amt,
  CAST(k.inscp_amt AS DECIMAL(16,2)) AS inscp_amt, CAST(k.act_pay_dedc AS DECIMAL(16,2)) AS act_pay_dedc,
  CAST(k.hifp_pay AS DECIMAL(16,2)) AS hifp_pay, CAST(k.fund_pay_sumamt AS DECIMAL(16,2)) AS fund_pay_sumamt,
  CAST(k.psn_pay AS DECIMAL(16,2)) AS psn_pay, CAST(k.acct_pay AS DECIMAL(16,2)) AS acct_pay,
  CAST(k.psn_cash_pay AS DECIMAL(16,2)) AS psn_cash_pay,
  k.dise_no, k.mdtrt_cert_type, k.terminal_id, k.opter_id,
  COALESCE(NULLIF(v.dscg_maindiag_code, ''), d.main_code) AS main_code,
  substr(COALESCE(NULLIF(v.dscg_maindiag_code, ''), d.main_code), 1, 3) AS main3,
  v.adm_dept_codg AS dept, v.out_mdtrt_flag, e.stay_id
FROM kept k
JOIN x_number n ON n.psn_no = k.psn_no
JOIN institution i ON i.fixmedins_code = k.fixmedins_code
LEFT JOIN x_med_type t ON t.med_type = k.med_type
LEFT JOIN v_mdtrt v ON v.mdtrt_id = k.mdtrt_id
LEFT JOIN coded d ON d.mdtrt_id = k.mdtrt_id
LEFT JOIN x_episode e ON e.mdtrt_id = CASE WHEN t.med_class = 'IPT' AND COALESCE(k.setl_type, '') <> '3' THEN k.mdtrt_id END AND e.pid = n.pid AND e.iid = i.iid
