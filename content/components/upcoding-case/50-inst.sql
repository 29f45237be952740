-- 机构的合并症并发症占比与同行之比：按机构自己的 ADRG 构成，用其他机构同 ADRG 的占比算应有数。
WITH tiered AS (
  SELECT s.iid, g.adrg, COUNT(*) AS n, COUNT(*) FILTER (WHERE g.cc IN ('MCC', 'CC')) AS n_cc
  FROM match_stay s
  JOIN drg_stay g ON g.stay_id = s.stay_id AND g.cc IS NOT NULL
  GROUP BY s.iid, g.adrg
),
region AS (
  SELECT adrg, SUM(n) AS n, SUM(n_cc) AS n_cc FROM tiered GROUP BY adrg
)
SELECT
  t.iid,
  CAST(SUM(t.n) AS BIGINT) AS n,
  CAST(ROUND(CAST(SUM(t.n_cc) AS DOUBLE) / CAST(SUM(t.n) AS DOUBLE), 6) AS DOUBLE) AS cc_rate,
  CAST(CASE WHEN SUM(t.n) >= $match_n AND SUM(CAST(t.n AS DOUBLE) * (r.n_cc - t.n_cc) / (r.n - t.n)) > 0
    THEN ROUND(CAST(SUM(t.n_cc) AS DOUBLE) / SUM(CAST(t.n AS DOUBLE) * (r.n_cc - t.n_cc) / (r.n - t.n)), 6)
  END AS DOUBLE) AS rho_cc
FROM tiered t
JOIN region r ON r.adrg = t.adrg AND r.n > t.n
GROUP BY t.iid
