WITH concerned AS (
  SELECT pid, subtype, kind, id, MAX(is_second) AS is_second
  FROM (
    SELECT pid, subtype, first_kind AS kind, first_id AS id, 0 AS is_second FROM kept
    UNION ALL
    SELECT pid, subtype, second_kind, second_id, 1 FROM kept
  ) either
  GROUP BY pid, subtype, kind, id
),
number AS (
  SELECT
    c.pid, c.subtype,
    array_agg(r.psn_no ORDER BY c.is_second DESC, r.day DESC, r.visit_key DESC) AS psn_nos,
    array_agg(r.visit_key ORDER BY r.day, r.visit_key) FILTER (WHERE c.is_second = 1) AS member_ids,
    flatten(array_agg(r.mdtrt_ids ORDER BY r.day, r.visit_key)) AS mdtrt_ids,
    flatten(array_agg(r.setl_ids ORDER BY r.day, r.visit_key)) AS setl_ids,
    MIN(r.day) AS period_from,
    MAX(r.day_to) AS period_to
  FROM concerned c
  JOIN record r ON r.kind = c.kind AND r.id = c.id
  GROUP BY c.pid, c.subtype
),
place AS (
  SELECT k.pid, k.subtype, i.fixmedins_code, i.fixmedins_name
  FROM kept k
  JOIN institution i ON i.iid = k.second_iid
  WHERE k.nth_of_second = 1
  GROUP BY k.pid, k.subtype, i.fixmedins_code, i.fixmedins_name
  QUALIFY ROW_NUMBER() OVER (PARTITION BY k.pid, k.subtype ORDER BY COUNT(*) DESC, i.fixmedins_code) = 1
),
latest AS (
  SELECT
    k.pid, k.subtype, k.day, k.overlap, k.minutes, k.distance_km, k.speed_kmh, k.die_date,
    fi.fixmedins_name AS first_name, si.fixmedins_name AS second_name, r.happened
  FROM kept k
  JOIN institution fi ON fi.iid = k.first_iid
  JOIN institution si ON si.iid = k.second_iid
  JOIN record r ON r.kind = k.first_kind AND r.id = k.first_id
  QUALIFY ROW_NUMBER() OVER (PARTITION BY k.pid, k.subtype ORDER BY k.day DESC, si.fixmedins_code, k.second_id) = 1
),
total AS (
  SELECT
    pid, subtype, MAX(excluded_by) AS excluded_by, COUNT(*) AS n_conflict, COUNT(DISTINCT second_iid) AS n_inst,
    CAST(SUM(amt_total) AS DECIMAL(16, 2)) AS amt_total, CAST(SUM(amt_fund) AS DECIMAL(16, 2)) AS amt_fund,
    MAX(speed_kmh) AS max_speed_kmh, AVG(CASE WHEN amt_total IS NULL THEN 1.0 ELSE 0.0 END) AS missing_share
  FROM kept
  WHERE nth_of_second = 1
  GROUP BY pid, subtype
),
narrated AS (
  SELECT
    l.pid, l.subtype, l.day, l.overlap, l.minutes, l.distance_km, l.speed_kmh, l.die_date,
    CASE l.subtype
      WHEN 'T1' THEN '在' || l.first_name || '住院（' || l.happened || '）的同时又在' || l.second_name
        || '住院，重叠 ' || CAST(l.overlap AS VARCHAR) || ' 天'
      WHEN 'T2' THEN '在' || l.first_name || '住院（' || l.happened || '）期间，于 ' || CAST(l.day AS VARCHAR)
        || ' 在' || l.second_name || '发生门诊就诊'
      WHEN 'T3' THEN '在' || l.first_name || '住院（' || l.happened || '）期间，于 ' || CAST(l.day AS VARCHAR)
        || ' 在' || l.second_name || '刷卡购药'
      WHEN 'T4' THEN '登记死亡日期 ' || CAST(l.die_date AS VARCHAR) || ' 之后，于 ' || CAST(l.day AS VARCHAR) || ' 仍在' || l.second_name || '发生医疗服务'
      ELSE '于 ' || CAST(l.day AS VARCHAR) || ' 先后在相距 ' || CAST(CAST(l.distance_km AS DECIMAL(16, 1)) AS VARCHAR) || ' 公里的' || l.first_name || '与' || l.second_name
        || '结算，间隔 ' || CAST(CAST(l.minutes AS DECIMAL(16, 0)) AS VARCHAR) || ' 分钟'
    END AS what,
    CASE l.subtype WHEN 'T1' THEN '重叠住院' WHEN 'T2' THEN '住院期间门诊就医' WHEN 'T3' THEN '住院期间购药' WHEN 'T4' THEN '死亡后就医' ELSE '异地同时就医' END AS type_label,
    CASE l.subtype WHEN 'T1' THEN 90 WHEN 'T2' THEN 75 WHEN 'T3' THEN 55 WHEN 'T4' THEN 100 ELSE 70 END AS base
  FROM latest l
)
SELECT
  n.psn_nos[1] AS subject_id,
  n.psn_nos[1] AS psn_no,
  p.fixmedins_code,
  n.period_from, n.period_to,
  n.member_ids, n.mdtrt_ids, n.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  LEAST(w.base + 5 * (t.n_conflict - 1), 100) / CAST(100 AS DOUBLE) AS score_raw,
  t.amt_total, t.amt_fund,
  CASE t.subtype WHEN 'T1' THEN 'cheaper-stay' WHEN 'T4' THEN 'after-death' ELSE 'second-visit' END AS amt_method,
  t.excluded_by,
  CAST(t.missing_share AS DOUBLE) AS missing_share,
  CASE WHEN t.excluded_by IS NULL
    THEN ARRAY['EX-EDGE-DAY', 'EX-LATE-POST', 'EX-INTERNET', 'EX-AGENT', 'EX-LEAVE', 'EX-REFERRAL', 'DATA-QUALITY'] END AS passed,
  q.all_psn_nos AS related_psn_nos,
  t.subtype,
  CAST(NULL AS VARCHAR[]) AS tags,
  '参保人 ' || n.psn_nos[1] AS who,
  w.what, w.type_label,
  CAST(t.n_conflict AS INTEGER) AS n_conflict,
  CAST(t.n_inst AS INTEGER) AS n_inst,
  p.fixmedins_name,
  w.day AS last_day,
  w.overlap AS overlap_days,
  w.distance_km, w.minutes, t.max_speed_kmh AS speed_kmh, w.die_date,
  CAST(NULL AS DOUBLE) AS record_share
FROM total t
JOIN number n ON n.pid = t.pid AND n.subtype = t.subtype
JOIN place p ON p.pid = t.pid AND p.subtype = t.subtype
JOIN narrated w ON w.pid = t.pid AND w.subtype = t.subtype
JOIN person q ON q.pid = t.pid
UNION ALL
SELECT
  i.fixmedins_code, NULL, i.fixmedins_code, CAST($as_of - ($run_days - 1) * INTERVAL '1' DAY AS DATE), $as_of,
  NULL, NULL, NULL, NULL,
  CAST(0.2 AS DOUBLE), NULL, NULL, 'data-quality', NULL, NULL, NULL, NULL,
  'DQ', ARRAY['数据质量'],
  '医疗机构 ' || i.fixmedins_code,
  i.fixmedins_name || '有 ' || CAST(f.n_conflict AS VARCHAR) || ' 条记录与他处冲突，占其 ' || CAST(f.n_record AS VARCHAR) || ' 条记录的 '
    || CAST(CAST(f.share * 100 AS DECIMAL(16, 1)) AS VARCHAR) || '%，更可能是日期登记差错',
  '就诊日期数据质量问题',
  CAST(f.n_conflict AS INTEGER), 1, i.fixmedins_name, NULL, NULL, NULL, NULL, NULL, NULL, f.share
FROM suspect_institution f
JOIN institution i ON i.iid = f.iid
