WITH one AS (
  SELECT m.cluster, s.*
  FROM member m
  JOIN passed_cluster p ON p.cluster = m.cluster
  JOIN stay s ON s.stay_id = m.stay_id
),
marked AS (
  SELECT
    o.cluster,
    AVG(CASE WHEN o.ex_onco THEN 1.0 ELSE 0.0 END) AS onco,
    AVG(CASE WHEN o.ex_uremia THEN 1.0 ELSE 0.0 END) AS uremia,
    AVG(CASE WHEN o.main3 BETWEEN 'Z11' AND 'Z13' OR o.main3 BETWEEN 'Z23' AND 'Z27' THEN 1.0 ELSE 0.0 END) AS screening,
    AVG(CASE WHEN f.dept IS NOT NULL THEN 1.0 ELSE 0.0 END) AS focus
  FROM one o
  LEFT JOIN (SELECT DISTINCT dept FROM dept_set WHERE set_id = 'FOCUS_DEPT') f ON f.dept = o.dept
  GROUP BY o.cluster
),
total AS (
  SELECT
    cluster,
    array_agg(stay_key ORDER BY stay_key) AS member_ids,
    'C-' || md5(array_to_string(array_agg(stay_key ORDER BY stay_key), ',')) AS subject_id,
    flatten(array_agg(mdtrt_ids ORDER BY stay_key)) AS mdtrt_ids,
    flatten(array_agg(setl_ids ORDER BY stay_key)) AS setl_ids,
    array_agg(DISTINCT psn_no ORDER BY psn_no) AS psn_nos,
    MIN(adm) AS period_from, MAX(dsc) AS period_to, MIN(fixmedins_code) AS fixmedins_code,
    CAST(SUM(cost) AS DECIMAL(16, 2)) AS amt_total, CAST(SUM(fund) AS DECIMAL(16, 2)) AS amt_fund,
    AVG(CASE WHEN cost IS NULL THEN 1.0 ELSE 0.0 END) AS missing_share,
    CASE WHEN AVG(cost) > 0 THEN STDDEV_SAMP(CAST(cost AS DOUBLE)) / AVG(CAST(cost AS DOUBLE)) END AS cost_cv
  FROM one
  GROUP BY cluster
),
common AS (
  SELECT cluster, kind, MAX(n) AS n
  FROM (
    SELECT cluster, 'doctor' AS kind, chfpdr_code AS value, COUNT(*) AS n FROM one WHERE chfpdr_code IS NOT NULL GROUP BY cluster, chfpdr_code
    UNION ALL
    SELECT cluster, 'bed', wardarea_bed, COUNT(*) FROM one WHERE wardarea_bed IS NOT NULL GROUP BY cluster, wardarea_bed
    UNION ALL
    SELECT cluster, 'los', CAST(los AS VARCHAR), COUNT(*) FROM one GROUP BY cluster, los
  ) c
  GROUP BY cluster, kind
),
dept AS (
  SELECT cluster, dept
  FROM one
  WHERE dept IS NOT NULL
  GROUP BY cluster, dept
  QUALIFY ROW_NUMBER() OVER (PARTITION BY cluster ORDER BY COUNT(*) DESC, dept) = 1
),
judged AS (
  SELECT
    p.*, t.member_ids, t.subject_id, t.mdtrt_ids, t.setl_ids, t.psn_nos, t.period_from, t.period_to, t.fixmedins_code,
    t.amt_total, t.amt_fund, t.missing_share, t.cost_cv, COALESCE(r.n_regional, 0) AS n_regional, COALESCE(r.n_compare, 0) AS n_compare,
    k.focus >= 0.5 AS is_focus,
    CASE
      WHEN k.onco >= 0.5 THEN 'EX-ONCO'
      WHEN k.uremia >= 0.5 THEN 'EX-UREMIA'
      WHEN k.screening >= 0.5 THEN 'EX-SCREEN'
      WHEN p.kind = 'day' AND (COALESCE(r.n_compare, 0) = 0 OR r.n_regional >= 1) THEN 'EX-DAY'
      WHEN p.kind = 'package' AND (COALESCE(r.n_compare, 0) = 0 OR r.n_regional >= 1) THEN 'EX-PACKAGE'
      WHEN COALESCE(r.n_regional, 0) >= $regional_min_institutions THEN 'EX-REGIONAL'
    END AS excluded_by,
    0.25 * LEAST(GREATEST(CAST(p.n_person - $n_min_p AS DOUBLE) / (2 * $n_min_p), 0), 1)
      + 0.30 * LEAST(GREATEST((p.s_min - 0.90) / 0.10, 0), 1)
      + 0.25 * LEAST(GREATEST((p.conc - 0.40) / 0.50, 0), 1)
      + 0.20 * CASE WHEN k.focus >= 0.5 THEN 1 ELSE 0 END AS score_raw
  FROM passed_cluster p
  JOIN total t ON t.cluster = p.cluster
  JOIN marked k ON k.cluster = p.cluster
  LEFT JOIN regional r ON r.cluster = p.cluster
)
SELECT
  j.subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  j.fixmedins_code, j.period_from, j.period_to, j.member_ids, j.mdtrt_ids, j.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(j.score_raw AS DOUBLE) AS score_raw,
  j.amt_total, j.amt_fund,
  CASE WHEN ROUND(j.score_raw, 6) >= 0.795 THEN 'member-stays' ELSE 'report-only' END AS amt_method,
  j.excluded_by,
  CAST(j.missing_share AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN ARRAY['EX-ONCO', 'EX-UREMIA', 'EX-SCREEN', 'EX-DAY', 'EX-PACKAGE', 'EX-REGIONAL'] END AS passed,
  j.psn_nos AS related_psn_nos,
  CASE WHEN j.is_focus THEN 'focus-department' ELSE 'other-department' END AS subtype,
  j.main3,
  e.dept,
  i.fixmedins_name,
  CAST(j.n_person AS INTEGER) AS n_person,
  CAST(j.n_stay AS INTEGER) AS n_stay,
  j.s_drug, j.s_exam, j.s_material, j.s_min,
  j.conc, j.conc_from, j.conc_to,
  CAST(j.n_group AS INTEGER) AS n_group,
  j.mean_distance, j.distance_bar,
  CAST(j.n_compare AS INTEGER) AS n_compare,
  CAST(j.n_regional AS INTEGER) AS n_regional,
  CASE WHEN j.is_focus THEN '是' ELSE '否' END AS is_focus,
  ROUND(CAST(cd.n AS DOUBLE) / j.n_stay, 6) AS doctor_share,
  ROUND(CAST(cb.n AS DOUBLE) / j.n_stay, 6) AS bed_share,
  ROUND(CAST(cl.n AS DOUBLE) / j.n_stay, 6) AS los_share,
  ROUND(j.cost_cv, 6) AS cost_cv
FROM judged j
JOIN institution i ON i.iid = j.iid
LEFT JOIN dept e ON e.cluster = j.cluster
LEFT JOIN common cd ON cd.cluster = j.cluster AND cd.kind = 'doctor'
LEFT JOIN common cb ON cb.cluster = j.cluster AND cb.kind = 'bed'
LEFT JOIN common cl ON cl.cluster = j.cluster AND cl.kind = 'los'
