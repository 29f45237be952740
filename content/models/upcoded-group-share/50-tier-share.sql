-- 同级机构的分布（最近一个季度）。
SELECT i.tier, COUNT(*) AS n, quantile_cont(q.share, 0.5) AS p50, quantile_cont(q.share, 0.9) AS p90
FROM quarter_share q
JOIN institution i ON i.iid = q.iid
WHERE q.back = 0
GROUP BY i.tier
