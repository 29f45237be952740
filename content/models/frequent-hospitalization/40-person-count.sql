-- Persons over a limit (strictly). When the limit is passed only with stays that are not counted, basis is 'all'
-- and the person becomes an excluded candidate.
WITH basis_count AS (
  SELECT
    pid, basis,
    MAX(CASE WHEN kind = 'half' THEN n END) AS n6,
    MAX(CASE WHEN kind = 'half' THEN span_from END) AS half_from,
    MAX(CASE WHEN kind = 'half' THEN span_to END) AS half_to,
    MAX(CASE WHEN kind = 'year' THEN n END) AS n12,
    MAX(CASE WHEN kind = 'year' THEN span_from END) AS year_from,
    MAX(CASE WHEN kind = 'year' THEN span_to END) AS year_to
  FROM span_count
  GROUP BY pid, basis
)
SELECT
  pid, basis, n6, n12, half_from, half_to, year_from, year_to,
  n6 > $half_year_limit AS half_hit,
  n12 > $year_limit AS year_hit
FROM basis_count
WHERE n6 > $half_year_limit OR n12 > $year_limit
QUALIFY ROW_NUMBER() OVER (PARTITION BY pid ORDER BY CASE basis WHEN 'clean' THEN 0 ELSE 1 END) = 1
