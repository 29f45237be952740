-- 四种情形，任一成立即为候选：B1 集中收治、B2 向较高病组迁移、B3 三级机构虹吸、B4 服务减少。
WITH pairs AS (
  SELECT iid, drg_code FROM share_list
  UNION
  SELECT iid, drg_code FROM migration
),
judged AS (
  SELECT
    p.iid, p.drg_code, s.n_hg, s.n_cheap, s.lq, s.lq_tier, s.cheap_share, s.cheap_cost, s.cheap_fund, s.expected,
    m.next_code, m.n_basic, m.n_next, m.mig, m.mig_peer, m.n_peer, m.pay_basic, m.pay_next, m.fund_share,
    ROUND(m.mig / NULLIF(m.mig_peer, 0), 6) AS mig_ratio_value,
    t.m, t.m_med,
    GREATEST(COALESCE(s.disaster_share, 0), COALESCE(m.disaster_share, 0)) AS disaster_share,
    COALESCE(s.n_hg >= $min_cases AND s.lq >= $lq_min AND s.lq_tier >= $lq_min
      AND ROUND((s.n_hg - s.expected) / SQRT(s.expected), 6) >= $z_min AND s.cheap_share >= $cheap_min, FALSE) AS b1,
    COALESCE(m.mig >= ROUND($mig_ratio * m.mig_peer, 6) AND m.mig >= ROUND(m.mig_peer + $mig_diff, 6), FALSE) AS b2,
    COALESCE(t.m < t.m_p10 AND t.m <= ROUND($match_ratio * t.m_med, 6), FALSE) AS b4
  FROM pairs p
  LEFT JOIN share_list s ON s.iid = p.iid AND s.drg_code = p.drg_code
  LEFT JOIN migration m ON m.iid = p.iid AND m.drg_code = p.drg_code
  LEFT JOIN match_list t ON t.iid = p.iid AND t.drg_code = p.drg_code
)
SELECT *, FALSE AS b3, CAST(NULL AS DOUBLE) AS basic_share, CAST(NULL AS DOUBLE) AS basic_share_med
FROM judged
WHERE b1 OR b2 OR b4
UNION ALL
SELECT
  h.iid, '基础病组' AS drg_code, h.n_basic AS n_hg, c.n_cheap, ROUND(h.share / a.share, 6) AS lq, ROUND(h.share / h.share_med, 6) AS lq_tier,
  c.cheap_share, c.cheap_cost, c.cheap_fund, CAST(NULL AS DOUBLE) AS expected,
  CAST(NULL AS VARCHAR), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), h.n_peer, CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE),
  CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE),
  c.disaster_share, FALSE AS b1, FALSE AS b2, FALSE AS b4, TRUE AS b3, h.share AS basic_share, h.share_med AS basic_share_med
FROM siphon h
JOIN (
  SELECT iid, COUNT(*) FILTER (WHERE cheap) AS n_cheap, ROUND(AVG(CASE WHEN cheap THEN 1.0 WHEN cost IS NOT NULL THEN 0.0 END), 6) AS cheap_share,
    CAST(SUM(CASE WHEN cheap THEN CAST(cost AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS cheap_cost,
    CAST(SUM(CASE WHEN cheap THEN CAST(COALESCE(fund, 0) AS DECIMAL(16,2)) ELSE 0 END) AS DECIMAL(16,2)) AS cheap_fund,
    AVG(CASE WHEN disaster THEN 1.0 ELSE 0.0 END) AS disaster_share
  FROM cheap_stay
  GROUP BY iid
) c ON c.iid = h.iid
CROSS JOIN (SELECT AVG(CASE WHEN g.basic THEN 1.0 ELSE 0.0 END) AS share FROM scope o JOIN group_list g ON g.drg_code = o.drg_code) a
WHERE h.share >= h.share_p90 AND h.share >= ROUND($siphon_ratio * h.share_med, 6)
