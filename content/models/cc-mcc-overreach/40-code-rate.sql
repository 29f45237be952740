-- 机构填写这个编码的住院占比与其他机构之比；机构住院太少的不比。
WITH carried AS (
  SELECT d.iid, d.code, COUNT(DISTINCT d.stay_id) AS n
  FROM match_dx d
  WHERE NOT d.is_main AND d.code IN (SELECT code FROM flag)
  GROUP BY d.iid, d.code
),
stays AS (
  SELECT iid, COUNT(*) AS n FROM match_stay GROUP BY iid
),
total AS (
  SELECT COUNT(*) AS n FROM match_stay
),
everyone AS (
  SELECT code, SUM(n) AS n FROM carried GROUP BY code
)
SELECT
  c.iid, c.code,
  CAST(CASE WHEN s.n >= $match_n AND a.n > c.n AND t.n > s.n
    THEN ROUND((CAST(c.n AS DOUBLE) / s.n) / (CAST(a.n - c.n AS DOUBLE) / CAST(t.n - s.n AS DOUBLE)), 6)
  END AS DOUBLE) AS rate_ratio
FROM carried c
JOIN stays s ON s.iid = c.iid
JOIN everyone a ON a.code = c.code
CROSS JOIN total t
