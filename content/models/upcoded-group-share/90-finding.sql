WITH cases AS (
  SELECT
    c.iid,
    array_agg(s.stay_key ORDER BY s.stay_key) AS member_ids,
    flatten(array_agg(s.mdtrt_ids ORDER BY s.stay_key)) AS mdtrt_ids,
    flatten(array_agg(s.setl_ids ORDER BY s.stay_key)) AS setl_ids,
    COUNT(*) AS n_cases,
    SUM(c.pay_diff) AS amt,
    SUM(c.fund_diff) AS amt_fund
  FROM quarter_case c
  JOIN group_count g ON g.iid = c.iid AND g.back = 0 AND g.drg_code = c.drg_code AND g.suspect
  JOIN stay s ON s.stay_id = c.stay_id
  WHERE c.back = 0 AND c.high
  GROUP BY c.iid
)
SELECT
  concat(i.fixmedins_code, '|', CAST(year(a.quarter_start) AS VARCHAR), 'Q', CAST(CAST(FLOOR((month(a.quarter_start) + 2) / 3.0) AS INTEGER) AS VARCHAR)) AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  i.fixmedins_code,
  a.quarter_start AS period_from,
  CAST(a.quarter_start + INTERVAL '3' MONTH - INTERVAL '1' DAY AS DATE) AS period_to,
  c.member_ids,
  c.mdtrt_ids,
  c.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    0.5 * LEAST(1, GREATEST(0, (a.share - 0.02) / 0.18))
    + CASE WHEN a.p50 > 0 THEN 0.3 * LEAST(1, GREATEST(0, (a.share / a.p50 - 1) / 2)) ELSE 0.3 END
    + CASE WHEN a.rise IS NULL THEN 0 ELSE 0.2 * LEAST(1, GREATEST(0, a.rise / 0.1)) END
  AS DOUBLE) AS score_raw,
  CAST(c.amt AS DECIMAL(16,2)) AS amt_total,
  CAST(c.amt_fund AS DECIMAL(16,2)) AS amt_fund,
  '疑似高编高套病组内高分病例（E1）的支付差额之和' AS amt_method,
  CAST(NULL AS VARCHAR) AS excluded_by,
  CAST(CASE WHEN a.rise IS NULL THEN 0.2 ELSE 0 END AS DOUBLE) AS missing_share,
  concat('同级机构 ', CAST(a.tier_count AS VARCHAR), ' 家') AS peer_label,
  a.tier_count AS peer_n,
  a.share AS peer_value,
  a.p50 AS peer_median,
  a.n_groups,
  a.n_suspect,
  a.share,
  a.case_share,
  a.p50,
  a.p90,
  a.before,
  a.rise,
  c.n_cases,
  concat_ws('、',
    CASE WHEN a.over_line THEN '占比超过提示线' END,
    CASE WHEN a.over_tier THEN '高于同级 P90' END,
    CASE WHEN a.risen THEN '比前四个季度明显上升' END) AS why
FROM alert a
JOIN institution i ON i.iid = a.iid
JOIN cases c ON c.iid = a.iid
