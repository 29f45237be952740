-- 迁移率：较高病组 ÷（基础病组 + 较高病组）；同行为同级其他机构的中位数，机构不足时用全区其他机构。
WITH own AS (
  SELECT o.iid, o.tier, g.drg_code, g.next_code,
    COUNT(*) FILTER (WHERE o.drg_code = g.drg_code) AS n_basic,
    COUNT(*) FILTER (WHERE o.drg_code = g.next_code) AS n_next,
    COUNT(*) AS n,
    quantile_cont(CASE WHEN o.drg_code = g.drg_code THEN o.pay END, 0.5) AS pay_basic,
    quantile_cont(CASE WHEN o.drg_code = g.next_code THEN o.pay END, 0.5) AS pay_next,
    AVG(CASE WHEN o.drg_code = g.next_code THEN o.fund_share END) AS fund_share,
    AVG(CASE WHEN o.disaster THEN 1.0 ELSE 0.0 END) AS disaster_share
  FROM group_list g
  JOIN scope o ON o.drg_code IN (g.drg_code, g.next_code)
  WHERE g.basic AND g.next_code IS NOT NULL AND g.next_weight > g.weight
  GROUP BY o.iid, o.tier, g.drg_code, g.next_code
  HAVING COUNT(*) >= $min_cases
),
rated AS (
  SELECT *, ROUND(CAST(n_next AS DOUBLE) / n, 6) AS mig FROM own
),
peers AS (
  SELECT a.iid, a.drg_code,
    COUNT(*) FILTER (WHERE b.tier = a.tier) AS n_tier,
    quantile_cont(CASE WHEN b.tier = a.tier THEN b.mig END, 0.5) AS mig_tier,
    COUNT(*) AS n_all,
    quantile_cont(b.mig, 0.5) AS mig_all
  FROM rated a
  JOIN rated b ON b.drg_code = a.drg_code AND b.iid <> a.iid
  GROUP BY a.iid, a.drg_code
)
SELECT
  r.iid, r.drg_code, r.next_code, r.n_basic, r.n_next, r.n, r.mig, r.pay_basic, r.pay_next, r.fund_share, r.disaster_share,
  CASE WHEN p.n_tier >= $min_peers THEN p.n_tier WHEN p.n_all >= $min_peers THEN p.n_all END AS n_peer,
  ROUND(CASE WHEN p.n_tier >= $min_peers THEN p.mig_tier WHEN p.n_all >= $min_peers THEN p.mig_all END, 6) AS mig_peer
FROM rated r
LEFT JOIN peers p ON p.iid = r.iid AND p.drg_code = r.drg_code
