-- 本科室偏低住院占比：本期与上一统计期（都按本期的同类水平衡量）。
WITH stays AS (
  SELECT s.iid, COALESCE(s.dept, '') AS dept, p.in_window, COUNT(*) AS n
  FROM peer_stay p
  JOIN stay s ON s.stay_id = p.stay_id
  GROUP BY s.iid, COALESCE(s.dept, ''), p.in_window
),
low AS (
  SELECT iid, dept, in_window, COUNT(*) AS n
  FROM cheap_stay
  GROUP BY iid, dept, in_window
)
SELECT
  a.iid,
  a.dept,
  MAX(CASE WHEN a.in_window THEN a.n END) AS n_now,
  MAX(CASE WHEN a.in_window THEN ROUND(CAST(COALESCE(l.n, 0) AS DOUBLE) / a.n, 6) END) AS share_now,
  MAX(CASE WHEN NOT a.in_window THEN ROUND(CAST(COALESCE(l.n, 0) AS DOUBLE) / a.n, 6) END) AS share_before
FROM stays a
LEFT JOIN low l ON l.iid = a.iid AND l.dept = a.dept AND l.in_window = a.in_window
GROUP BY a.iid, a.dept
