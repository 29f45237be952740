WITH subject AS (
  SELECT community, 'G-' || md5(array_to_string(array_agg(psn_no ORDER BY psn_no), ',')) AS subject_id
  FROM block_member
  WHERE basis = 'clean'
  GROUP BY community
)
SELECT
  u.subject_id, a.psn_no AS source, b.psn_no AS target, CAST(e.weight AS INTEGER) AS weight, ROUND(e.expected, 6) AS expected, e.chance
FROM edge e
JOIN block_member a ON a.basis = 'clean' AND a.pid = e.source
JOIN block_member b ON b.basis = 'clean' AND b.pid = e.target AND b.community = a.community
JOIN subject u ON u.community = a.community
QUALIFY ROW_NUMBER() OVER (PARTITION BY u.subject_id ORDER BY e.weight DESC, a.psn_no, b.psn_no) <= 200
