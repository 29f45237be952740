WITH judged AS (
  SELECT
    c.*, s.stay_key, s.psn_no, s.fixmedins_code, s.adm, s.dsc, s.mdtrt_ids, s.setl_ids,
    CAST(ROUND(CAST(c.pay_orig AS DOUBLE) * c.w_corr / c.w_orig, 2) AS DECIMAL(16,2)) AS pay_corr,
    CASE
      WHEN s.ex_matern THEN 'EX-MATERN'
      WHEN s.main3 BETWEEN 'S00' AND 'T98' THEN 'EX-TRAUMA'
      WHEN s.ex_onco THEN 'EX-ONCO'
    END AS excluded_by
  FROM compared c
  JOIN stay s ON s.stay_id = c.stay_id
  WHERE c.same_scheme AND c.corr_grouped AND c.rise_share >= $w_rise
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
    0.5 * LEAST(1, GREATEST(0, (m_other - m_main - 0.3) / 0.6))
    + 0.5 * LEAST(1, GREATEST(0, (rise_share - 0.1) / 0.5))
  AS DOUBLE) AS score_raw,
  CAST(79 AS INTEGER) AS score_cap,
  CAST(pay_corr - pay_orig AS DECIMAL(16,2)) AS amt_total,
  CAST(0 AS DECIMAL(16,2)) AS amt_fund,
  '两种编法的病组支付标准之差；机构少得，基金没有损失' AS amt_method,
  excluded_by,
  CAST(0 AS DOUBLE) AS missing_share,
  CASE WHEN excluded_by IS NULL THEN CAST(ARRAY['EX-MATERN', 'EX-TRAUMA', 'EX-ONCO'] AS VARCHAR[]) END AS passed,
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
  CAST(rise_share AS DOUBLE) AS rise_share,
  scheme
FROM judged
