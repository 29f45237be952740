-- 退费对冲: families of refund chains, netted. `outcome` says what becomes of them: kept, refunded (net zero) or negative.
WITH member AS (
  SELECT c.fam_id, s.*,
    row_number() OVER (PARTITION BY c.fam_id ORDER BY
      CASE WHEN s.medfee_sumamt >= 0 THEN 0 ELSE 1 END, CASE WHEN s.setl_id = c.fam_id THEN 0 ELSE 1 END, s.setl_id) AS place
  FROM x_chain c JOIN v_setl s ON s.setl_id = c.setl_id
),
net AS (
  SELECT fam_id, array_agg(setl_id ORDER BY setl_id) AS setl_ids,
    arg_min(setl_id, place) AS setl_id,
    SUM(medfee_sumamt) AS medfee_sumamt, SUM(fulamt_ownpay_amt) AS fulamt_ownpay_amt, SUM(inscp_amt) AS inscp_amt,
    SUM(act_pay_dedc) AS act_pay_dedc, SUM(hifp_pay) AS hifp_pay, SUM(fund_pay_sumamt) AS fund_pay_sumamt,
    SUM(psn_pay) AS psn_pay, SUM(acct_pay) AS acct_pay, SUM(psn_cash_pay) AS psn_cash_pay
  FROM member GROUP BY fam_id
)
SELECT n.*, CASE WHEN medfee_sumamt IS NULL OR medfee_sumamt > 0.01 THEN 'kept' WHEN medfee_sumamt >= -0.01 THEN 'refunded' ELSE 'negative' END AS outcome
FROM net n
