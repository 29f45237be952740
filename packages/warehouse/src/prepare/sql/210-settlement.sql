WITH diag AS (
  SELECT d.mdtrt_id, arg_min(d.diag_code, CASE WHEN COALESCE(d.maindiag_flag, '') = '1' THEN '0' ELSE '1' END
      || lpad(COALESCE(CAST(d.diag_srt_no AS VARCHAR), ''), 6, '0') || d.diag_code) AS main_code
  FROM ods_setl_diag_list_d d
  WHERE d.diag_code IS NOT NULL AND d.diag_code <> ''
  GROUP BY d.mdtrt_id
)
SELECT s.sid, s.setl_id, COALESCE(s.fam_ids, list_value(s.setl_id)) AS setl_ids, s.mdtrt_id, s.pid, s.psn_no, s.iid, s.med_type,
  COALESCE(s.med_class, CASE WHEN i.tier = 'P' THEN 'PHA' ELSE 'OTH' END) AS med_class, COALESCE(s.emerg, FALSE) AS emerg,
  s.insutype, s.clr_way, s.setl_type, CAST(s.begndate AS DATE) AS begndate, CAST(s.enddate AS DATE) AS enddate,
  COALESCE(v.begntime, CAST(s.begndate AS TIMESTAMP)) AS beg_time, COALESCE(v.endtime, CAST(s.enddate AS TIMESTAMP)) AS end_time,
  s.setl_time, CAST(s.setl_time AS DATE) AS setl_day, t.first_fee_time, t.last_fee_time,
  CAST(s.medfee_sumamt AS DECIMAL(16,2)) AS medfee_sumamt, CAST(s.fulamt_ownpay_amt AS DECIMAL(16,2)) AS fulamt_ownpay_amt,
  CAST(s.inscp_amt AS DECIMAL(16,2)) AS inscp_amt, CAST(s.act_pay_dedc AS DECIMAL(16,2)) AS act_pay_dedc,
  CAST(s.hifp_pay AS DECIMAL(16,2)) AS hifp_pay, CAST(s.fund_pay_sumamt AS DECIMAL(16,2)) AS fund_pay_sumamt,
  CAST(s.psn_pay AS DECIMAL(16,2)) AS psn_pay, CAST(s.acct_pay AS DECIMAL(16,2)) AS acct_pay,
  CAST(s.psn_cash_pay AS DECIMAL(16,2)) AS psn_cash_pay,
  s.dise_no, s.mdtrt_cert_type, s.terminal_id, s.opter_id,
  COALESCE(NULLIF(v.dscg_maindiag_code, ''), d.main_code) AS main_code,
  substr(COALESCE(NULLIF(v.dscg_maindiag_code, ''), d.main_code), 1, 3) AS main3,
  v.adm_dept_codg AS dept, v.out_mdtrt_flag,
  CASE WHEN s.med_class = 'IPT' AND COALESCE(s.setl_type, '') <> '3' THEN e.stay_id END AS stay_id
FROM x_setl s
JOIN institution i ON i.iid = s.iid
LEFT JOIN v_mdtrt v ON v.mdtrt_id = s.mdtrt_id
LEFT JOIN diag d ON d.mdtrt_id = s.mdtrt_id
LEFT JOIN x_setl_time t ON t.sid = s.sid
LEFT JOIN x_episode e ON e.mdtrt_id = s.mdtrt_id AND e.pid = s.pid AND e.iid = s.iid
ORDER BY s.sid
