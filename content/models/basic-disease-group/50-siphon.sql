-- 三级机构收治基础病组的占比，与其他三级机构的第 90 百分位、中位数比较。
WITH own AS (
  SELECT o.iid, COUNT(*) AS n_h, COUNT(*) FILTER (WHERE g.basic) AS n_basic,
    ROUND(AVG(CASE WHEN g.basic THEN 1.0 ELSE 0.0 END), 6) AS share
  FROM scope o
  JOIN group_list g ON g.drg_code = o.drg_code
  WHERE o.tier = '3'
  GROUP BY o.iid
)
SELECT a.iid, a.n_h, a.n_basic, a.share, COUNT(*) AS n_peer,
  ROUND(quantile_cont(b.share, 0.9), 6) AS share_p90,
  ROUND(quantile_cont(b.share, 0.5), 6) AS share_med
FROM own a
JOIN own b ON b.iid <> a.iid AND b.n_basic >= $min_cases
WHERE a.n_basic >= $min_cases
GROUP BY a.iid, a.n_h, a.n_basic, a.share
HAVING COUNT(*) >= $min_peers
