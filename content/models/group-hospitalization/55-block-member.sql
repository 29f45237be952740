-- Members of the blocks reported. A dropped block stands only when none of its members is in a clean one.
WITH member AS (
  SELECT b.basis, b.community, c.node AS pid
  FROM block b
  JOIN community c ON b.basis = 'clean' AND c.community = b.community
  UNION ALL
  SELECT b.basis, b.community, c.node AS pid
  FROM block b
  JOIN dropped_community c ON b.basis = 'dropped' AND c.community = b.community
),
overlapping AS (
  SELECT DISTINCT d.community
  FROM member d
  JOIN member c ON c.pid = d.pid AND c.basis = 'clean'
  WHERE d.basis = 'dropped'
)
SELECT m.basis, m.community, m.pid, q.psn_no
FROM member m
JOIN person q ON q.pid = m.pid
WHERE m.basis = 'clean' OR NOT EXISTS (SELECT 1 FROM overlapping o WHERE o.community = m.community)
