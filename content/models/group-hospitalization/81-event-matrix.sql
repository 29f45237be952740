WITH subject AS (
  SELECT basis, community, 'G-' || md5(array_to_string(array_agg(psn_no ORDER BY psn_no), ',')) AS subject_id
  FROM block_member
  GROUP BY basis, community
)
SELECT
  u.subject_id, m.psn_no, i.fixmedins_name, s.dept, s.adm, s.dsc, s.main_code, s.chfpdr_code, s.wardarea_bed, s.cost, s.fund, s.stay_key
FROM block_stay b
JOIN subject u ON u.basis = b.basis AND u.community = b.community
JOIN block_member m ON m.basis = b.basis AND m.community = b.community AND m.pid = b.pid
JOIN stay s ON s.stay_id = b.stay_id
JOIN institution i ON i.iid = s.iid
WHERE b.basis = 'clean'
QUALIFY ROW_NUMBER() OVER (PARTITION BY b.community ORDER BY s.adm, s.stay_key) <= 200
