-- 去掉没有依据的编码前后的病组。same_scheme 为假：交付的病组不是在用的分组方案分出来的，前后不能比较。
WITH flagged AS (
  SELECT
    stay_id,
    COUNT(*) AS n_flag,
    MIN(q) AS min_q,
    bool_or(support = 'no') AS has_no,
    bool_or(is_main) AS main_flag,
    array_to_string(array_agg(code ORDER BY seq), '、') AS codes
  FROM up_flag
  GROUP BY stay_id
),
compared AS (
  SELECT
    f.*, s.iid, s.cost, s.fund, s.drg_fund_pay, s.ex_death, s.ex_onco, s.ex_rehab, s.ex_psych,
    b.new_main,
    g.scheme, g.drg_code AS drg_orig, g.weight AS w_orig, g.rate, g.pay AS pay_orig,
    COALESCE(a.drg_code = g.drg_code, FALSE) AS same_scheme,
    a.drg_name AS name_orig,
    x.drg_code AS drg_corr, x.drg_name AS name_corr, COALESCE(x.grouped, FALSE) AS corr_grouped, x.weight AS w_corr
  FROM flagged f
  JOIN stay s ON s.stay_id = f.stay_id
  JOIN drg_stay g ON g.stay_id = f.stay_id
  LEFT JOIN up_best b ON b.stay_id = f.stay_id
  LEFT JOIN up_regrouped a ON a.case_key = concat(CAST(f.stay_id AS VARCHAR), '|as')
  LEFT JOIN up_regrouped x ON x.case_key = concat(CAST(f.stay_id AS VARCHAR), '|fix')
),
priced AS (
  SELECT
    c.*,
    CASE WHEN w_orig > 0 THEN ROUND((w_orig - w_corr) / w_orig, 6) END AS drop_share,
    CAST(CASE WHEN w_orig > 0 THEN ROUND(CAST(pay_orig AS DOUBLE) * w_corr / w_orig, 2) END AS DECIMAL(16,2)) AS pay_corr,
    CASE
      WHEN drg_fund_pay IS NOT NULL AND pay_orig > 0 THEN LEAST(1, GREATEST(0, CAST(drg_fund_pay AS DOUBLE) / CAST(pay_orig AS DOUBLE)))
      WHEN cost > 0 AND fund IS NOT NULL THEN LEAST(1, GREATEST(0, CAST(fund AS DOUBLE) / CAST(cost AS DOUBLE)))
    END AS fund_share
  FROM compared c
)
SELECT
  p.stay_id, p.iid, p.n_flag, p.min_q, p.has_no, p.main_flag, p.codes, p.new_main, p.scheme, p.same_scheme, p.corr_grouped,
  p.drg_orig, p.name_orig, p.w_orig, p.rate, p.pay_orig,
  p.drg_corr, p.name_corr, p.w_corr, p.pay_corr,
  CAST(p.drop_share AS DOUBLE) AS drop_share,
  CAST(p.pay_orig - p.pay_corr AS DECIMAL(16,2)) AS pay_diff,
  CAST(ROUND(CAST(p.pay_orig - p.pay_corr AS DOUBLE) * p.fund_share, 2) AS DECIMAL(16,2)) AS fund_diff,
  i.rho_cc, i.cc_rate,
  COALESCE(p.same_scheme AND p.corr_grouped AND p.drop_share >= $drop_min AND p.pay_orig - p.pay_corr >= $pay_min, FALSE) AS is_case,
  CASE
    WHEN p.ex_death THEN 'EX-DEATH'
    WHEN p.ex_onco THEN 'EX-ONCO'
    WHEN p.ex_rehab THEN 'EX-REHAB'
    WHEN p.ex_psych THEN 'EX-PSYCH'
    WHEN NOT p.has_no THEN 'EX-EVIDENCE'
  END AS excluded_by,
  CAST(
    0.5 * LEAST(1, GREATEST(0, (p.drop_share - 0.1) / 0.4))
    + CASE WHEN p.min_q IS NULL THEN 0 ELSE 0.3 * (1 - LEAST(1, GREATEST(0, (p.min_q - 0.01) / 0.09))) END
    + CASE WHEN i.rho_cc IS NULL THEN 0 ELSE 0.2 * LEAST(1, GREATEST(0, (i.rho_cc - 1) / 0.8)) END
  AS DOUBLE) AS score_raw
FROM priced p
LEFT JOIN up_inst i ON i.iid = p.iid
