WITH judged AS (
  SELECT
    c.*, s.stay_key, s.psn_no, s.fixmedins_code, s.adm, s.dsc, s.mdtrt_ids, s.setl_ids, s.main_code,
    CASE
      WHEN s.drg_fund_pay IS NOT NULL AND c.pay_orig > 0 THEN LEAST(1, GREATEST(0, CAST(s.drg_fund_pay AS DOUBLE) / CAST(c.pay_orig AS DOUBLE)))
      WHEN s.cost > 0 AND s.fund IS NOT NULL THEN LEAST(1, GREATEST(0, CAST(s.fund AS DOUBLE) / CAST(s.cost AS DOUBLE)))
    END AS fund_share
  FROM compared c
  JOIN stay s ON s.stay_id = c.stay_id
  WHERE c.same_scheme AND c.corr_grouped AND c.drop_share >= $cc_drop AND c.pay_orig - c.pay_corr >= $cc_pay
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
    CASE WHEN min_q IS NULL THEN 0 ELSE 0.5 * (1 - LEAST(1, GREATEST(0, min_q / 0.1))) END
    + 0.3 * LEAST(1, GREATEST(0, (drop_share - 0.05) / 0.35))
    + CASE WHEN rate_ratio >= 2 THEN 0.2 ELSE 0 END
  AS DOUBLE) AS score_raw,
  CAST(pay_orig - pay_corr AS DECIMAL(16,2)) AS amt_total,
  CAST(ROUND(CAST(pay_orig - pay_corr AS DOUBLE) * fund_share, 2) AS DECIMAL(16,2)) AS amt_fund,
  '去掉没有依据的合并症并发症前后的病组支付标准之差，基金按其所占比例' AS amt_method,
  CASE WHEN all_no_fee THEN 'EX-NO-FEE' END AS excluded_by,
  CAST(CASE WHEN min_q IS NULL THEN 0.5 ELSE 0 END + CASE WHEN rate_ratio IS NULL THEN 0.2 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN NOT all_no_fee THEN CAST(ARRAY['EX-NO-FEE'] AS VARCHAR[]) END AS passed,
  main_code,
  COALESCE(codes, all_codes) AS codes,
  min_q,
  rate_ratio,
  drg_orig,
  w_orig,
  pay_orig,
  drg_corr,
  w_corr,
  pay_corr,
  CAST(drop_share AS DOUBLE) AS drop_share,
  scheme,
  because
FROM judged
