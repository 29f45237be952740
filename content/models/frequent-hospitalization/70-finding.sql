WITH inst AS (
  SELECT c.pid, s.iid, s.fixmedins_code, COUNT(*) AS n
  FROM counted c
  JOIN stay s ON s.stay_id = c.stay_id
  GROUP BY c.pid, s.iid, s.fixmedins_code
),
main_inst AS (
  SELECT i.pid, i.fixmedins_code, f.fixmedins_name, COUNT(*) OVER (PARTITION BY i.pid) AS n_inst, i.n
  FROM inst i
  JOIN institution f ON f.iid = i.iid
  QUALIFY ROW_NUMBER() OVER (PARTITION BY i.pid ORDER BY i.n DESC, i.fixmedins_code) = 1
),
disease AS (
  SELECT c.pid, s.main3, COUNT(*) AS n, SUM(COUNT(*)) OVER (PARTITION BY c.pid) AS total
  FROM counted c
  JOIN stay s ON s.stay_id = c.stay_id
  GROUP BY c.pid, s.main3
),
main_disease AS (
  SELECT pid, main3, CAST(n AS DOUBLE) / total AS share
  FROM disease
  WHERE main3 IS NOT NULL AND main3 <> ''
  QUALIFY ROW_NUMBER() OVER (PARTITION BY pid ORDER BY n DESC, main3) = 1
),
stay_reason AS (
  SELECT pid, excl
  FROM counted
  WHERE excl IS NOT NULL
  GROUP BY pid, excl
  QUALIFY ROW_NUMBER() OVER (PARTITION BY pid ORDER BY COUNT(*) DESC, excl) = 1
),
total AS (
  SELECT
    c.pid,
    MIN(s.adm) AS period_from, MAX(s.dsc) AS last_dsc,
    array_agg(s.psn_no ORDER BY s.adm DESC, s.stay_id DESC) AS psn_nos,
    array_agg(s.stay_key ORDER BY s.adm, s.stay_id) AS member_ids,
    flatten(array_agg(s.mdtrt_ids ORDER BY s.adm, s.stay_id)) AS mdtrt_ids,
    flatten(array_agg(s.setl_ids ORDER BY s.adm, s.stay_id)) AS setl_ids,
    COUNT(*) AS n_stays,
    SUM(c.is_excess) AS excess_n,
    CAST(SUM(s.cost) AS DECIMAL(16, 2)) AS amt_all,
    CAST(SUM(CASE WHEN c.is_excess = 1 THEN s.cost END) AS DECIMAL(16, 2)) AS amt_total,
    CAST(SUM(CASE WHEN c.is_excess = 1 THEN s.fund END) AS DECIMAL(16, 2)) AS amt_fund,
    AVG(CASE WHEN s.cost IS NULL THEN 1.0 ELSE 0.0 END) AS missing_share
  FROM counted c
  JOIN stay s ON s.stay_id = c.stay_id
  GROUP BY c.pid
),
base AS (
  SELECT
    p.pid, p.n6, p.n12, p.half_from, p.half_to, p.year_from, p.year_to,
    t.period_from, t.last_dsc, t.psn_nos, t.member_ids, t.mdtrt_ids, t.setl_ids, t.n_stays, t.excess_n, t.amt_all,
    t.amt_total, t.amt_fund, t.missing_share,
    i.fixmedins_code, i.fixmedins_name, i.n_inst, d.main3 AS top_main3, d.share AS top_main3_share,
    GREATEST(CAST(p.n6 AS DOUBLE) / $half_year_limit, CAST(p.n12 AS DOUBLE) / $year_limit) AS ratio,
    CASE WHEN x.reason IS NOT NULL THEN x.reason WHEN p.basis = 'all' THEN r.excl END AS excluded_by
  FROM person_count p
  JOIN total t ON t.pid = p.pid
  JOIN main_inst i ON i.pid = p.pid
  LEFT JOIN main_disease d ON d.pid = p.pid
  LEFT JOIN stay_reason r ON r.pid = p.pid
  LEFT JOIN person_exclusion x ON x.pid = p.pid
)
SELECT
  b.psn_nos[1] AS subject_id,
  b.psn_nos[1] AS psn_no,
  b.fixmedins_code,
  b.period_from,
  b.last_dsc AS period_to,
  b.member_ids, b.mdtrt_ids, b.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  (40 + 40 * LEAST(GREATEST(b.ratio - 1, 0), 1)
    + 10 * (CASE WHEN b.n_inst >= 2 THEN 1 ELSE 0 END)
    + 10 * (CASE WHEN ROUND(b.top_main3_share, 6) >= $same_disease_share THEN 1 ELSE 0 END)) / CAST(100 AS DOUBLE) AS score_raw,
  b.amt_total, b.amt_fund,
  'excess-stays' AS amt_method,
  b.excluded_by,
  CAST(b.missing_share AS DOUBLE) AS missing_share,
  CASE WHEN b.excluded_by IS NULL
    THEN ARRAY['EX-UREMIA', 'EX-ONCO', 'EX-OPSP', 'EX-PSYCH', 'EX-REHAB', 'EX-HOSPICE', 'EX-NEWB', 'EX-DAY'] END AS passed,
  q.all_psn_nos AS related_psn_nos,
  CAST(b.n6 AS INTEGER) AS n6,
  CAST(b.n12 AS INTEGER) AS n12,
  b.half_from, b.half_to, b.year_from, b.year_to,
  ROUND(b.ratio, 6) AS ratio,
  CAST(b.excess_n AS INTEGER) AS excess_n,
  CAST(b.n_stays AS INTEGER) AS n_stays,
  CAST(b.n_inst AS INTEGER) AS n_inst,
  b.fixmedins_name,
  b.top_main3,
  ROUND(b.top_main3_share, 6) AS top_main3_share,
  b.amt_all,
  b.last_dsc
FROM base b
JOIN person q ON q.pid = b.pid
