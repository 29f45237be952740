WITH judged AS (
  SELECT
    c.*, s.stay_key, s.psn_no, s.fixmedins_code, s.adm, s.dsc, s.mdtrt_ids, s.setl_ids,
    CAST(ROUND(CAST(c.pay_orig AS DOUBLE) * c.w_corr / c.w_orig, 2) AS DECIMAL(16,2)) AS pay_corr,
    CASE
      WHEN s.drg_fund_pay IS NOT NULL AND c.pay_orig > 0 THEN LEAST(1, GREATEST(0, CAST(s.drg_fund_pay AS DOUBLE) / CAST(c.pay_orig AS DOUBLE)))
      WHEN s.cost > 0 AND s.fund IS NOT NULL THEN LEAST(1, GREATEST(0, CAST(s.fund AS DOUBLE) / CAST(s.cost AS DOUBLE)))
    END AS fund_share,
    CASE
      WHEN s.los <= 1 THEN 'EX-SHORT'
      WHEN s.ex_ama THEN 'EX-AMA'
      WHEN s.line_amt > 0 AND ROUND(CAST(s.cat_tech AS DOUBLE) / CAST(s.line_amt AS DOUBLE), 6) >= $exam_share THEN 'EX-EXAM-ONLY'
    END AS excluded_by
  FROM compared c
  JOIN stay s ON s.stay_id = c.stay_id
  WHERE c.same_scheme AND c.corr_grouped AND c.drop_share >= $w_drop
)
SELECT
  stay_key AS subject_id,
  psn_no,
  fixmedins_code,
  adm AS period_from,
  dsc AS period_to,
  CAST(ARRAY[stay_key] AS VARCHAR[]) AS member_ids,
  mdtrt_ids,
  setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    0.4 * (1 - LEAST(1, GREATEST(0, q_main / 0.1)))
    + 0.3 * LEAST(1, GREATEST(0, (m_other - m_main - 0.2) / 0.6))
    + 0.3 * LEAST(1, GREATEST(0, (drop_share - 0.05) / 0.45))
  AS DOUBLE) AS score_raw,
  CAST(pay_orig - pay_corr AS DECIMAL(16,2)) AS amt_total,
  CAST(ROUND(CAST(pay_orig - pay_corr AS DOUBLE) * fund_share, 2) AS DECIMAL(16,2)) AS amt_fund,
  '两种编法的病组支付标准之差，基金按其所占比例' AS amt_method,
  excluded_by,
  CAST(CASE WHEN pay_orig IS NULL THEN 0.3 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN excluded_by IS NULL THEN CAST(ARRAY['EX-SHORT', 'EX-AMA', 'EX-EXAM-ONLY'] AS VARCHAR[]) END AS passed,
  main_code,
  m_main,
  q_main,
  n_ref,
  other_code,
  m_other,
  drg_orig,
  w_orig,
  pay_orig,
  drg_corr,
  w_corr,
  pay_corr,
  CAST(drop_share AS DOUBLE) AS drop_share,
  scheme
FROM judged
