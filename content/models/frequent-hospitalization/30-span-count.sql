-- Stays per window, with (all) and without (clean) the stays that are not counted; the fullest window of each,
-- the latest when equal.
WITH counted AS (
  SELECT p.pid, p.kind, p.span_from, p.span_to, COUNT(*) AS n_all, COUNT(*) FILTER (WHERE e.excl IS NULL) AS n_clean
  FROM span p
  JOIN episode e ON e.pid = p.pid AND e.adm BETWEEN p.span_from AND p.span_to
  GROUP BY p.pid, p.kind, p.span_from, p.span_to
),
either AS (
  SELECT pid, kind, 'clean' AS basis, span_from, span_to, n_clean AS n FROM counted
  UNION ALL
  SELECT pid, kind, 'all' AS basis, span_from, span_to, n_all AS n FROM counted
)
SELECT pid, kind, basis, span_from, span_to, n
FROM either
QUALIFY ROW_NUMBER() OVER (PARTITION BY pid, kind, basis ORDER BY n DESC, span_to DESC) = 1
