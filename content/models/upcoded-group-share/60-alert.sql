WITH earlier AS (
  SELECT iid, AVG(share) AS before FROM quarter_share WHERE back > 0 GROUP BY iid
)
SELECT
  q.iid, q.quarter_start, q.n_groups, q.n_suspect, q.share, q.case_share,
  t.n AS tier_count, ROUND(t.p50, 6) AS p50, ROUND(t.p90, 6) AS p90,
  ROUND(e.before, 6) AS before,
  ROUND(q.share - e.before, 6) AS rise,
  q.share > $share_alert AS over_line,
  t.n >= $tier_n AND q.share > ROUND(t.p90, 6) AS over_tier,
  COALESCE(ROUND(q.share - e.before, 6) >= $rise_alert, FALSE) AS risen
FROM quarter_share q
JOIN institution i ON i.iid = q.iid
JOIN tier_share t ON t.tier = i.tier
LEFT JOIN earlier e ON e.iid = q.iid
WHERE q.back = 0 AND q.n_suspect > 0
  AND (
    q.share > $share_alert
    OR (t.n >= $tier_n AND q.share > ROUND(t.p90, 6))
    OR COALESCE(ROUND(q.share - e.before, 6) >= $rise_alert, FALSE)
  )
