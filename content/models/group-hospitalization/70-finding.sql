WITH subject AS (
  SELECT
    basis, community,
    array_agg(psn_no ORDER BY psn_no) AS psn_nos,
    'G-' || md5(array_to_string(array_agg(psn_no ORDER BY psn_no), ',')) AS subject_id
  FROM block_member
  GROUP BY basis, community
),
pair_place AS (
  SELECT basis, community, p, q, COUNT(DISTINCT iid) AS n_iid FROM block_event GROUP BY basis, community, p, q
),
crossing AS (
  SELECT basis, community, AVG(CASE WHEN n_iid >= 2 THEN 1.0 ELSE 0.0 END) AS cross_share FROM pair_place GROUP BY basis, community
),
happened AS (
  SELECT
    basis, community,
    AVG(CASE WHEN same_main3 THEN 1.0 ELSE 0.0 END) AS same_main3_share,
    COUNT(DISTINCT iid) AS n_inst,
    COUNT(DISTINCT CAST(iid AS VARCHAR) || ':' || CAST(day_no AS VARCHAR)) AS n_event_day
  FROM block_event
  GROUP BY basis, community
),
reason AS (
  SELECT basis, community, excl
  FROM block_event
  WHERE basis = 'dropped' AND excl IS NOT NULL
  GROUP BY basis, community, excl
  QUALIFY ROW_NUMBER() OVER (PARTITION BY basis, community ORDER BY COUNT(*) DESC, excl) = 1
),
chance AS (
  SELECT l.basis, m.community, MAX(l.chance) AS chance_max, AVG(l.expected) AS expected
  FROM (
    SELECT 'clean' AS basis, source, target, chance, expected FROM edge
    UNION ALL
    SELECT 'dropped' AS basis, source, target, chance, expected FROM dropped_edge
  ) l
  JOIN block_member m ON m.basis = l.basis AND m.pid = l.source
  JOIN block_member n ON n.basis = l.basis AND n.pid = l.target AND n.community = m.community
  GROUP BY l.basis, m.community
),
place AS (
  SELECT b.basis, b.community, i.fixmedins_code, i.fixmedins_name
  FROM block_stay b
  JOIN stay s ON s.stay_id = b.stay_id
  JOIN institution i ON i.iid = s.iid
  GROUP BY b.basis, b.community, i.fixmedins_code, i.fixmedins_name
  QUALIFY ROW_NUMBER() OVER (PARTITION BY b.basis, b.community ORDER BY COUNT(*) DESC, i.fixmedins_code) = 1
),
disease AS (
  SELECT b.basis, b.community, s.main3, CAST(COUNT(*) AS DOUBLE) / SUM(COUNT(*)) OVER (PARTITION BY b.basis, b.community) AS share
  FROM block_stay b
  JOIN stay s ON s.stay_id = b.stay_id
  GROUP BY b.basis, b.community, s.main3
  QUALIFY ROW_NUMBER() OVER (PARTITION BY b.basis, b.community ORDER BY COUNT(*) DESC, s.main3) = 1
),
doctor AS (
  SELECT basis, community, MAX(n) AS n, SUM(n) AS total
  FROM (
    SELECT b.basis, b.community, s.chfpdr_code, COUNT(*) AS n
    FROM block_stay b
    JOIN stay s ON s.stay_id = b.stay_id
    WHERE s.chfpdr_code IS NOT NULL
    GROUP BY b.basis, b.community, s.chfpdr_code) d
  GROUP BY basis, community
),
cost AS (
  SELECT
    b.basis, b.community,
    SUM(s.cost) AS cost_all, SUM(s.fund) AS fund_all,
    SUM(CASE WHEN b.nth > 1 THEN s.cost END) AS cost_later, SUM(CASE WHEN b.nth > 1 THEN s.fund END) AS fund_later,
    MIN(s.adm) AS period_from, MAX(s.dsc) AS period_to, COUNT(*) AS n_stay,
    AVG(CASE WHEN s.cost IS NULL THEN 1.0 ELSE 0.0 END) AS missing_share,
    flatten(array_agg(s.mdtrt_ids ORDER BY s.adm, s.stay_key)) AS mdtrt_ids,
    flatten(array_agg(s.setl_ids ORDER BY s.adm, s.stay_key)) AS setl_ids
  FROM block_stay b
  JOIN stay s ON s.stay_id = b.stay_id
  GROUP BY b.basis, b.community
),
scored AS (
  SELECT
    b.basis, b.community, b.size, b.n_edge, b.density, b.mean_weight, b.household_share, b.employer_share, b.is_household,
    h.same_main3_share, h.n_inst, h.n_event_day,
    0.30 * LEAST(GREATEST((b.size - 2) / CAST(8 AS DOUBLE), 0), 1)
      + 0.30 * LEAST(GREATEST((b.mean_weight - 1) / 5, 0), 1)
      + 0.20 * LEAST(GREATEST((b.density - 0.5) / 0.5, 0), 1)
      + 0.20 * LEAST(GREATEST((CAST(h.same_main3_share AS DOUBLE) - 0.5) / 0.5, 0), 1) AS score_raw
  FROM block b
  JOIN happened h ON h.basis = b.basis AND h.community = b.community
)
SELECT
  u.subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  p.fixmedins_code,
  c.period_from, c.period_to,
  u.psn_nos AS member_ids, c.mdtrt_ids, c.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(s.score_raw AS DOUBLE) AS score_raw,
  CAST(CASE WHEN ROUND(s.score_raw, 6) >= 0.595 THEN c.cost_all ELSE c.cost_later END AS DECIMAL(16, 2)) AS amt_total,
  CAST(CASE WHEN ROUND(s.score_raw, 6) >= 0.595 THEN c.fund_all ELSE c.fund_later END AS DECIMAL(16, 2)) AS amt_fund,
  CASE WHEN ROUND(s.score_raw, 6) >= 0.595 THEN 'event-stays' ELSE 'event-stays-after-first' END AS amt_method,
  r.excl AS excluded_by,
  CAST(c.missing_share AS DOUBLE) AS missing_share,
  CASE WHEN s.basis = 'clean'
    THEN ARRAY['EX-ONCO', 'EX-UREMIA', 'EX-MATERN', 'EX-NEWB', 'EX-PSYCH', 'EX-REHAB', 'EX-HOSPICE', 'EX-OUTBREAK'] END AS passed,
  u.psn_nos AS related_psn_nos,
  CASE WHEN s.is_household THEN 'same-household' WHEN ROUND(CAST(x.cross_share AS DOUBLE), 6) >= $cross_share THEN 'cross-institution' ELSE 'same-institution' END AS subtype,
  CASE
    WHEN ROUND(s.employer_share, 6) >= $household_share AND d.main3 IN ('H25', 'H26') THEN ARRAY['同一单位', '集中眼科手术']
    WHEN ROUND(s.employer_share, 6) >= $household_share THEN ARRAY['同一单位']
    WHEN d.main3 IN ('H25', 'H26') THEN ARRAY['集中眼科手术']
  END AS tags,
  CASE WHEN s.is_household THEN '同家庭' WHEN ROUND(CAST(x.cross_share AS DOUBLE), 6) >= $cross_share THEN '跨机构' ELSE '同机构' END AS type_label,
  CAST(s.size AS INTEGER) AS size,
  CAST(s.n_edge AS INTEGER) AS n_edge,
  ROUND(s.density, 6) AS density,
  ROUND(s.mean_weight, 6) AS mean_weight,
  ROUND(CAST(s.same_main3_share AS DOUBLE), 6) AS same_main3_share,
  CAST(s.n_inst AS INTEGER) AS n_inst,
  CAST(s.n_event_day AS INTEGER) AS n_event_day,
  CAST(c.n_stay AS INTEGER) AS n_stay,
  e.chance_max, ROUND(e.expected, 6) AS expected,
  ROUND(s.household_share, 6) AS household_share,
  ROUND(s.employer_share, 6) AS employer_share,
  CASE WHEN k.total > 0 THEN ROUND(CAST(k.n AS DOUBLE) / CAST(k.total AS DOUBLE), 6) END AS doctor_share,
  d.main3 AS top_main3,
  ROUND(CAST(d.share AS DOUBLE), 6) AS top_main3_share,
  p.fixmedins_name,
  CAST(c.cost_all AS DECIMAL(16, 2)) AS cost_all
FROM scored s
JOIN subject u ON u.basis = s.basis AND u.community = s.community
JOIN cost c ON c.basis = s.basis AND c.community = s.community
JOIN crossing x ON x.basis = s.basis AND x.community = s.community
JOIN chance e ON e.basis = s.basis AND e.community = s.community
JOIN place p ON p.basis = s.basis AND p.community = s.community
JOIN disease d ON d.basis = s.basis AND d.community = s.community
LEFT JOIN doctor k ON k.basis = s.basis AND k.community = s.community
LEFT JOIN reason r ON r.basis = s.basis AND r.community = s.community
