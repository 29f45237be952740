-- 群落清单：住院数、占多数的主诊断及其占比（纯度）。
WITH counted AS (
  SELECT cluster, main3, COUNT(*) AS n FROM comm_member WHERE cluster IS NOT NULL GROUP BY cluster, main3
),
ranked AS (
  SELECT cluster, main3, n, SUM(n) OVER (PARTITION BY cluster) AS n_group,
    ROW_NUMBER() OVER (PARTITION BY cluster ORDER BY n DESC, main3) AS place
  FROM counted
)
SELECT cluster, CAST(n_group AS BIGINT) AS n, main3, ROUND(CAST(n AS DOUBLE) / n_group, 6) AS purity
FROM ranked
WHERE place = 1 AND n_group >= $comm_size
