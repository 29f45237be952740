-- One row per settlement family after validity and netting, national codes still in place.
WITH kept AS (
  SELECT s.setl_id, CAST(NULL AS VARCHAR[]) AS fam_ids, s.mdtrt_id, s.psn_no, s.fixmedins_code, s.med_type, s.insutype, s.clr_way,
    s.setl_type, s.begndate, s.enddate, s.setl_time, s.medfee_sumamt, s.fulamt_ownpay_amt, s.inscp_amt, s.act_pay_dedc,
    s.hifp_pay, s.fund_pay_sumamt, s.psn_pay, s.acct_pay, s.psn_cash_pay, s.dise_no, s.mdtrt_cert_type, s.terminal_id,
    s.opter_id, s.mid_setl_flag
  FROM v_setl s
  WHERE NOT EXISTS (SELECT 1 FROM x_chain c WHERE c.setl_id = s.setl_id)
  UNION ALL
  SELECT f.setl_id, f.setl_ids, s.mdtrt_id, s.psn_no, s.fixmedins_code, s.med_type, s.insutype, s.clr_way,
    s.setl_type, s.begndate, s.enddate, s.setl_time, f.medfee_sumamt, f.fulamt_ownpay_amt, f.inscp_amt, f.act_pay_dedc,
    f.hifp_pay, f.fund_pay_sumamt, f.psn_pay, f.acct_pay, f.psn_cash_pay, s.dise_no, s.mdtrt_cert_type, s.terminal_id,
    s.opter_id, s.mid_setl_flag
  FROM x_family f JOIN v_setl s ON s.setl_id = f.setl_id
  WHERE f.outcome = 'kept'
)
SELECT CAST(row_number() OVER (ORDER BY n.pid, k.setl_time, k.setl_id) AS INTEGER) AS sid, n.pid, i.iid,
  t.med_class, t.emerg, k.*
FROM kept k
JOIN x_number n ON n.psn_no = k.psn_no
JOIN institution i ON i.fixmedins_code = k.fixmedins_code
LEFT JOIN x_med_type t ON t.med_type = k.med_type
