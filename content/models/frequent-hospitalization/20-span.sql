-- Windows to look at: every admission day of the run period, and its first day, as the last day of a rolling
-- window; or the calendar half-years and years touched.
WITH last_day AS (
  SELECT DISTINCT pid, adm AS span_to
  FROM episode
  WHERE date_diff('day', adm, $as_of) < $run_days
  UNION
  SELECT DISTINCT pid, CAST($as_of - ($run_days - 1) * INTERVAL '1' DAY AS DATE) AS span_to
  FROM episode
),
half AS (
  SELECT DISTINCT
    pid,
    CAST(date_trunc('year', adm) + (CASE WHEN EXTRACT(MONTH FROM adm) <= 6 THEN 0 ELSE 6 END) * INTERVAL '1' MONTH AS DATE) AS span_from
  FROM episode
  WHERE date_diff('day', adm, $as_of) < $run_days
)
SELECT pid, 'half' AS kind, CAST(span_to - ($half_year_days - 1) * INTERVAL '1' DAY AS DATE) AS span_from, span_to
FROM last_day
WHERE $period_mode <> 'calendar'
UNION ALL
SELECT pid, 'year' AS kind, CAST(span_to - ($year_days - 1) * INTERVAL '1' DAY AS DATE) AS span_from, span_to
FROM last_day
WHERE $period_mode <> 'calendar'
UNION ALL
SELECT pid, 'half' AS kind, span_from, CAST(span_from + INTERVAL '6' MONTH - INTERVAL '1' DAY AS DATE) AS span_to
FROM half
WHERE $period_mode = 'calendar'
UNION ALL
SELECT DISTINCT
  pid, 'year' AS kind, CAST(date_trunc('year', span_from) AS DATE) AS span_from,
  CAST(date_trunc('year', span_from) + INTERVAL '1' YEAR - INTERVAL '1' DAY AS DATE) AS span_to
FROM half
WHERE $period_mode = 'calendar'
