-- Blocks that are dense enough, with what their members share.
WITH node AS (
  SELECT 'clean' AS basis, community, node AS pid, degree, density, mean_weight, size FROM community
  UNION ALL
  SELECT 'dropped' AS basis, community, node AS pid, degree, density, mean_weight, size FROM dropped_community
),
dense AS (
  SELECT basis, community, pid, degree, density, mean_weight, size
  FROM node
  WHERE size >= $g_min_household AND ROUND(density, 6) >= $density_min AND ROUND(mean_weight, 6) >= $c_min
),
attribute AS (
  SELECT d.basis, d.community, 'household' AS kind, q.hsh_no AS value FROM dense d JOIN person q ON q.pid = d.pid WHERE q.hsh_no IS NOT NULL
  UNION ALL
  SELECT d.basis, d.community, 'address', q.addr_hash FROM dense d JOIN person q ON q.pid = d.pid WHERE q.addr_hash IS NOT NULL
  UNION ALL
  SELECT d.basis, d.community, 'phone', q.tel_hash FROM dense d JOIN person q ON q.pid = d.pid WHERE q.tel_hash IS NOT NULL
  UNION ALL
  SELECT d.basis, d.community, 'employer', q.emp_no FROM dense d JOIN person q ON q.pid = d.pid WHERE q.emp_no IS NOT NULL
),
shared AS (
  SELECT basis, community, kind, MAX(n) AS n
  FROM (SELECT basis, community, kind, value, COUNT(*) AS n FROM attribute GROUP BY basis, community, kind, value) x
  GROUP BY basis, community, kind
),
share AS (
  SELECT
    basis, community,
    MAX(CASE WHEN kind <> 'employer' THEN n END) AS n_household,
    MAX(CASE WHEN kind = 'employer' THEN n END) AS n_employer
  FROM shared
  GROUP BY basis, community
),
summed AS (
  SELECT d.basis, d.community, MAX(d.size) AS size, MAX(d.density) AS density, MAX(d.mean_weight) AS mean_weight, SUM(d.degree) / 2 AS n_edge
  FROM dense d
  GROUP BY d.basis, d.community
)
SELECT
  s.basis, s.community, s.size, s.n_edge, s.density, s.mean_weight,
  CAST(COALESCE(h.n_household, 0) AS DOUBLE) / s.size AS household_share,
  CAST(COALESCE(h.n_employer, 0) AS DOUBLE) / s.size AS employer_share,
  ROUND(CAST(COALESCE(h.n_household, 0) AS DOUBLE) / s.size, 6) >= $household_share AS is_household
FROM summed s
LEFT JOIN share h ON h.basis = s.basis AND h.community = s.community
WHERE s.size >= $g_min OR (s.size >= $g_min_household AND ROUND(CAST(COALESCE(h.n_household, 0) AS DOUBLE) / s.size, 6) >= $household_share)
