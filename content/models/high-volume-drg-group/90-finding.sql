WITH judged AS (
  SELECT
    c.*, i.fixmedins_code, i.fixmedins_name, i.hosp_type,
    l.low_share, l.n_judged, r.repeat_share, g.dept, g.n_before, g.severity,
    CASE
      WHEN c.mdc_share >= $special_share AND (i.hosp_type LIKE '%专科%' OR i.hosp_type LIKE '%妇幼%' OR i.hosp_type LIKE '%妇产%'
        OR i.hosp_type LIKE '%儿童%' OR i.hosp_type LIKE '%肿瘤%' OR i.hosp_type LIKE '%口腔%' OR i.hosp_type LIKE '%传染病%') THEN 'EX-SPECIALIST'
      WHEN c.onco_share >= 0.5 THEN 'EX-ONCO'
      WHEN c.uremia_share >= 0.5 THEN 'EX-UREMIA'
      WHEN g.new_dept THEN 'EX-NEWDEPT'
      WHEN c.respiratory_share >= 0.5 AND c.winter_share >= $season_share THEN 'EX-SEASON'
      WHEN c.lq_tier < $lq_min THEN 'EX-LEVEL'
    END AS excluded_by
  FROM concentrated c
  JOIN institution i ON i.iid = c.iid
  LEFT JOIN low_share l ON l.iid = c.iid AND l.drg_code = c.drg_code
  LEFT JOIN repeat_share r ON r.iid = c.iid AND r.drg_code = c.drg_code
  LEFT JOIN growth g ON g.iid = c.iid AND g.drg_code = c.drg_code
  WHERE c.margin >= $margin_min
)
SELECT
  concat(j.fixmedins_code, '|', j.drg_code) AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  j.fixmedins_code,
  CAST($as_of - ($window_days - 1) * INTERVAL '1' DAY AS DATE) AS period_from,
  $as_of AS period_to,
  CAST(ARRAY[j.fixmedins_code] AS VARCHAR[]) AS member_ids,
  CAST(NULL AS VARCHAR[]) AS mdtrt_ids,
  CAST(NULL AS VARCHAR[]) AS setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    0.4 * LEAST(1, GREATEST(0, (j.lq - 1.5) / 3.5))
    + 0.2 * LEAST(1, GREATEST(0, (j.margin - 1.1) / 0.9))
    + CASE WHEN j.relative_cost IS NULL THEN 0 ELSE 0.2 * (1 - LEAST(1, GREATEST(0, (j.relative_cost - 0.5) / 0.5))) END
    + 0.2 * LEAST(1, GREATEST(0, (COALESCE(j.low_share, 0) - 0.05) / 0.35))
  AS DOUBLE) AS score_raw,
  CAST(GREATEST(0, j.n_hg - 2 * j.expected) * j.mean_cost AS DECIMAL(16,2)) AS amt_total,
  CAST(GREATEST(0, j.n_hg - 2 * j.expected) * COALESCE(j.mean_fund, 0) AS DECIMAL(16,2)) AS amt_fund,
  '超过两倍期望的例数 × 组内例均费用（基金为例均基金支付）' AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.relative_cost IS NULL THEN 0.2 ELSE 0 END + CASE WHEN j.low_share IS NULL THEN 0.2 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN
    CAST(ARRAY['EX-SPECIALIST', 'EX-ONCO', 'EX-UREMIA', 'EX-NEWDEPT', 'EX-SEASON', 'EX-LEVEL'] AS VARCHAR[])
  END AS passed,
  concat(j.peer_kind, ' · ', j.drg_code) AS peer_label,
  j.peer_n,
  j.mean_cost AS peer_value,
  j.drg_code,
  j.adrg,
  j.fixmedins_name,
  j.n_hg,
  j.n_h,
  ROUND(j.expected, 2) AS expected,
  j.lq,
  j.lq_tier,
  j.z,
  j.margin,
  j.relative_cost,
  j.severity,
  j.low_share,
  j.repeat_share,
  CASE WHEN j.n_before > 0 THEN ROUND(CAST(j.n_hg AS DOUBLE) / j.n_before - 1, 6) END AS growth,
  CASE
    WHEN j.n_before IS NULL THEN '没有上一统计期的数据'
    WHEN j.n_before = 0 THEN '上一统计期没有此组病例'
    ELSE concat('上一统计期 ', CAST(j.n_before AS VARCHAR), ' 例')
  END AS growth_note,
  CASE
    WHEN j.relative_cost IS NULL THEN '同组其他机构病例太少，例均费用无法比较'
    ELSE concat('例均费用是', j.peer_kind, '的 ', CAST(CAST(j.relative_cost * 100 AS DECIMAL(10,1)) AS VARCHAR), '%')
  END AS cost_note,
  CASE
    WHEN j.low_share IS NULL THEN '组内费用偏低的住院占比无法判断'
    ELSE concat('费用明显低于同类的住院占 ', CAST(CAST(j.low_share * 100 AS DECIMAL(10,1)) AS VARCHAR), '%')
  END AS low_note
FROM judged j
