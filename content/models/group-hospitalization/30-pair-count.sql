-- Events per pair, those within a week of each other once; with (all) and without (clean) the stays that do not
-- count; and what chance alone would give.
WITH gap AS (
  SELECT
    p, q, iid, excl,
    day_no - LAG(day_no) OVER (PARTITION BY p, q ORDER BY day_no, p_stay, q_stay) AS since_any,
    day_no - LAG(day_no) OVER (PARTITION BY p, q, CASE WHEN excl IS NULL THEN 0 ELSE 1 END ORDER BY day_no, p_stay, q_stay) AS since_same
  FROM judged_event
),
counted AS (
  SELECT
    p, q,
    CAST(SUM(CASE WHEN since_any IS NULL OR since_any > $event_gap_days THEN 1 ELSE 0 END) AS INTEGER) AS c_all,
    CAST(SUM(CASE WHEN excl IS NULL AND (since_same IS NULL OR since_same > $event_gap_days) THEN 1 ELSE 0 END) AS INTEGER) AS c_clean
  FROM gap
  GROUP BY p, q
),
enough AS (
  SELECT p, q, c_all, c_clean FROM counted WHERE c_all >= $c_min
),
load AS (
  SELECT pid, iid, COUNT(*) AS n_all, COUNT(*) FILTER (WHERE excl IS NULL) AS n_clean
  FROM member_stay
  WHERE pid IN (SELECT p FROM enough UNION SELECT q FROM enough)
  GROUP BY pid, iid
),
chance AS (
  SELECT e.p, e.q, SUM(a.n_all * b.n_all) AS m_all, SUM(a.n_clean * b.n_clean) AS m_clean
  FROM enough e
  JOIN load a ON a.pid = e.p
  JOIN load b ON b.pid = e.q AND b.iid = a.iid
  GROUP BY e.p, e.q
)
SELECT
  e.p, e.q, e.c_all, e.c_clean,
  CAST(c.m_all * (2 * $d_in + 1) AS DOUBLE) / $window_days AS lambda_all,
  CAST(c.m_clean * (2 * $d_in + 1) AS DOUBLE) / $window_days AS lambda_clean
FROM enough e
JOIN chance c ON c.p = e.p AND c.q = e.q
