SELECT
  iid, back, quarter_start,
  COUNT(*) AS n_groups,
  COUNT(*) FILTER (WHERE suspect) AS n_suspect,
  ROUND(CAST(COUNT(*) FILTER (WHERE suspect) AS DOUBLE) / COUNT(*), 6) AS share,
  ROUND(CAST(COALESCE(SUM(n) FILTER (WHERE suspect), 0) AS DOUBLE) / CAST(SUM(n) AS DOUBLE), 6) AS case_share
FROM group_count
GROUP BY iid, back, quarter_start
HAVING COUNT(*) >= $min_groups
