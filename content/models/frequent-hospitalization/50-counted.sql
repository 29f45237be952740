-- Stays inside the windows that passed, and which of them are beyond the allowed number (the latest ones).
WITH hit AS (
  SELECT pid, basis, 'half' AS kind, half_from AS span_from, half_to AS span_to, n6 - $half_year_limit AS excess
  FROM person_count
  WHERE half_hit
  UNION ALL
  SELECT pid, basis, 'year' AS kind, year_from AS span_from, year_to AS span_to, n12 - $year_limit AS excess
  FROM person_count
  WHERE year_hit
),
ranked AS (
  SELECT
    h.pid, e.stay_id, e.excl, h.excess,
    ROW_NUMBER() OVER (PARTITION BY h.pid, h.kind ORDER BY e.adm DESC, e.stay_id DESC) AS latest
  FROM hit h
  JOIN episode e ON e.pid = h.pid AND e.adm BETWEEN h.span_from AND h.span_to AND (h.basis = 'all' OR e.excl IS NULL)
)
SELECT pid, stay_id, MAX(excl) AS excl, MAX(CASE WHEN latest <= excess THEN 1 ELSE 0 END) AS is_excess
FROM ranked
GROUP BY pid, stay_id
