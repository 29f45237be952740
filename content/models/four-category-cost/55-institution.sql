-- 机构：可评估病例中成为候选的占比，与全区合计比较。
WITH own AS (
  SELECT f.iid, COUNT(*) AS n, COUNT(c.stay_id) AS n_hit
  FROM feature f
  LEFT JOIN candidate c ON c.stay_id = f.stay_id
  WHERE f.dropped IS NULL
  GROUP BY f.iid
)
SELECT iid, n, n_hit, ROUND(CAST(n_hit AS DOUBLE) / n, 6) AS share,
  ROUND(CAST(SUM(n_hit) OVER () AS DOUBLE) / SUM(n) OVER (), 6) AS share_all,
  ROUND((n_hit - n * (CAST(SUM(n_hit) OVER () AS DOUBLE) / SUM(n) OVER ())) / SQRT(NULLIF(n * (CAST(SUM(n_hit) OVER () AS DOUBLE) / SUM(n) OVER ()), 0)), 6) AS z
FROM own
