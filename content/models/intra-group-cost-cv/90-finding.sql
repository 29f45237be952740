WITH dear_total AS (
  SELECT iid, drg_code, kind, COUNT(*) AS n_dear,
    CAST(SUM(cost) AS DECIMAL(16,2)) AS amt_total, CAST(SUM(COALESCE(fund, 0)) AS DECIMAL(16,2)) AS amt_fund,
    array_agg(stay_key ORDER BY stay_key) AS member_ids,
    flatten(array_agg(mdtrt_ids ORDER BY stay_key)) AS mdtrt_ids,
    flatten(array_agg(setl_ids ORDER BY stay_key)) AS setl_ids,
    array_agg(DISTINCT psn_no ORDER BY psn_no) AS psn_nos
  FROM dear
  GROUP BY iid, drg_code, kind
),
top AS (
  SELECT iid, drg_code, kind, category, share
  FROM driver
  WHERE share IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY iid, drg_code, kind ORDER BY ROUND(share, 6) DESC, category) = 1
),
judged AS (
  SELECT
    c.*, i.fixmedins_code, COALESCE(i.fixmedins_name, '全区各机构') AS fixmedins_name,
    b.med, t.category, t.share, ROUND(c.cv / NULLIF(c.cv_ref, 0), 6) AS ratio,
    CASE
      WHEN c.kind = '机构过低' AND c.package_share >= 0.5 THEN 'EX-PACKAGE'
      WHEN c.kind = '机构过低' AND ROUND(c.cv / NULLIF(c.cv_ref, 0), 6) > $cv_low_rel THEN 'EX-REGIONAL'
    END AS excluded_by
  FROM candidate c
  JOIN bound b ON b.drg_code = c.drg_code
  LEFT JOIN institution i ON i.iid = c.iid
  LEFT JOIN top t ON t.drg_code = c.drg_code AND t.kind = c.kind AND COALESCE(t.iid, -1) = COALESCE(c.iid, -1)
)
SELECT
  concat(CASE WHEN j.iid IS NULL THEN '' ELSE concat(j.fixmedins_code, '|') END, j.drg_code, CASE WHEN j.kind = '机构过低' THEN '|低' ELSE '' END) AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  j.fixmedins_code,
  CAST($as_of - ($window_days - 1) * INTERVAL '1' DAY AS DATE) AS period_from,
  $as_of AS period_to,
  COALESCE(d.member_ids, CAST(ARRAY[COALESCE(j.fixmedins_code, j.drg_code)] AS VARCHAR[])) AS member_ids,
  d.mdtrt_ids,
  d.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(CASE
    WHEN j.kind = '机构过低' THEN
      0.6 * (1 - LEAST(1, GREATEST(0, (j.cv - 0.05) / 0.15))) + 0.4 * LEAST(1, GREATEST(0, (j.n - 20) / 80.0))
    ELSE 0.6 * LEAST(1, GREATEST(0, (j.ratio - 1) / 1.5)) + 0.4 * LEAST(1, GREATEST(0, (j.cv - 0.5) / 0.7))
  END AS DOUBLE) AS score_raw,
  COALESCE(d.amt_total, CAST(0 AS DECIMAL(16,2))) AS amt_total,
  COALESCE(d.amt_fund, CAST(0 AS DECIMAL(16,2))) AS amt_fund,
  'report-only' AS amt_method,
  j.excluded_by,
  CAST(0 AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN CAST(ARRAY['EX-PACKAGE', 'EX-REGIONAL'] AS VARCHAR[]) END AS passed,
  d.psn_nos AS related_psn_nos,
  j.kind AS subtype,
  CASE WHEN j.kind = '机构过低' THEN CAST(ARRAY['转异常相似病例核查'] AS VARCHAR[]) END AS tags,
  CAST(ARRAY[COALESCE(j.fixmedins_code, ''), j.drg_code, j.kind] AS VARCHAR[]) AS key_ids,
  concat('全区 · ', j.drg_code) AS peer_label,
  CAST(j.n_region AS BIGINT) AS peer_n,
  j.cv AS peer_value,
  j.cv_ref AS peer_median,
  j.drg_code,
  j.adrg,
  j.fixmedins_name,
  j.n,
  ROUND(j.cv, 6) AS cv,
  j.cv_ref,
  j.ratio,
  CAST(j.mean_cost AS DECIMAL(16,2)) AS mean_cost,
  CAST(j.med AS DECIMAL(16,2)) AS med_cost,
  CAST(COALESCE(d.n_dear, 0) AS BIGINT) AS n_dear,
  v.riv,
  CASE
    WHEN j.kind = '全区病组' THEN concat('全区变异系数 ', CAST(CAST(j.cv AS DECIMAL(10,2)) AS VARCHAR), '，说明组内病例差别很大，或者各家做法差别很大')
    WHEN j.kind = '机构偏高' THEN concat('变异系数 ', CAST(CAST(j.cv AS DECIMAL(10,2)) AS VARCHAR), '，全区同组 ', CAST(CAST(j.cv_ref AS DECIMAL(10,2)) AS VARCHAR), '，是全区的 ', CAST(CAST(j.ratio AS DECIMAL(10,2)) AS VARCHAR), ' 倍')
    ELSE concat('变异系数只有 ', CAST(CAST(j.cv AS DECIMAL(10,2)) AS VARCHAR), '，各病例费用几乎相同')
  END AS cv_note,
  CASE
    WHEN j.category IS NULL THEN '没有费用明细，看不出差异来自哪类费用'
    ELSE concat('组内差异主要来自', j.category, '（占 ', CAST(CAST(j.share * 100 AS DECIMAL(10,0)) AS VARCHAR), '%）')
  END AS driver_note,
  CASE
    WHEN j.kind = '机构过低' THEN '疑似按固定数额套收费用，转异常相似病例核查'
    WHEN j.kind = '全区病组' THEN '供分组管理和收费行为分析参考'
    ELSE '疑似同组病例收费标准不一、部分病例过度医疗或推诿'
  END AS doubt
FROM judged j
LEFT JOIN dear_total d ON d.drg_code = j.drg_code AND d.kind = j.kind AND COALESCE(d.iid, -1) = COALESCE(j.iid, -1)
CROSS JOIN riv v
