WITH counted AS (
  SELECT
    stay_id,
    COUNT(*) FILTER (WHERE excluded_by IS NULL) AS n_kept,
    COUNT(*) FILTER (WHERE class = '错误' AND excluded_by IS NULL) AS n_error_kept,
    COUNT(*) AS n_all,
    COUNT(*) FILTER (WHERE class = '错误') AS n_error_all,
    MIN(excluded_by) AS excluded_by
  FROM hit
  GROUP BY stay_id
),
judged AS (
  SELECT
    stay_id,
    CASE WHEN n_kept = 0 THEN excluded_by END AS excluded_by,
    CASE WHEN n_kept = 0 THEN n_all ELSE n_kept END AS n_rules,
    CASE WHEN n_kept = 0 THEN n_error_all ELSE n_error_kept END AS n_error
  FROM counted
),
said AS (
  SELECT
    h.stay_id,
    array_to_string(array_agg(h.rule_text || '（' || h.one || '，' || h.other || '）' ORDER BY h.rule_id), '；') AS conflict_text,
    array_agg(h.rule_id ORDER BY h.rule_id) AS rule_ids
  FROM hit h
  JOIN judged j ON j.stay_id = h.stay_id
  WHERE h.excluded_by IS NULL OR j.excluded_by IS NOT NULL
  GROUP BY h.stay_id
)
SELECT
  s.stay_key AS subject_id,
  s.psn_no,
  s.fixmedins_code,
  s.adm AS period_from,
  s.dsc AS period_to,
  CAST(ARRAY[s.stay_key] AS VARCHAR[]) AS member_ids,
  s.mdtrt_ids,
  s.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(LEAST(1, (CASE WHEN j.n_error > 0 THEN 0.90 ELSE 0.60 END) + 0.05 * (j.n_rules - 1)) AS DOUBLE) AS score_raw,
  COALESCE(p.pay_diff, CAST(0 AS DECIMAL(16,2))) AS amt_total,
  CASE WHEN p.pay_diff IS NOT NULL AND (s.clr_way = '40' OR s.drg_pay_std IS NOT NULL) THEN
    CAST(ROUND(CAST(p.pay_diff AS DOUBLE) * LEAST(1, COALESCE(
      CASE WHEN p.pay_orig > 0 THEN CAST(s.drg_fund_pay AS DOUBLE) / CAST(p.pay_orig AS DOUBLE) END,
      CASE WHEN s.cost > 0 THEN CAST(s.fund AS DOUBLE) / CAST(s.cost AS DOUBLE) END, 1)), 2) AS DECIMAL(16,2))
    ELSE CAST(0 AS DECIMAL(16,2)) END AS amt_fund,
  CASE WHEN p.pay_diff IS NULL THEN '信息性疑点，不计金额' ELSE '去掉矛盾编码前后病组支付标准之差，基金按其所占比例；不按病组付费的不计基金' END AS amt_method,
  j.excluded_by,
  CAST(((CASE WHEN s.gend IS NULL THEN 1 ELSE 0 END) + (CASE WHEN c.brdy IS NULL THEN 1 ELSE 0 END) + (CASE WHEN l.stay_id IS NULL THEN 1 ELSE 0 END)) / 3.0 AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN CAST(ARRAY['EX-DSD', 'EX-SPOUSE'] AS VARCHAR[]) END AS passed,
  CASE WHEN j.n_error > 0 THEN '错误' ELSE '可疑' END AS subtype,
  CAST(ARRAY['先转清单质控'] AS VARCHAR[]) AS tags,
  s.main_code,
  j.n_rules,
  j.n_error,
  j.n_rules - j.n_error AS n_doubt,
  t.rule_ids,
  t.conflict_text,
  p.drg_orig,
  p.drg_less
FROM judged j
JOIN stay s ON s.stay_id = j.stay_id
JOIN scope c ON c.stay_id = j.stay_id
JOIN said t ON t.stay_id = j.stay_id
LEFT JOIN list l ON l.stay_id = j.stay_id
LEFT JOIN pay p ON p.stay_id = j.stay_id
