WITH subject AS (
  SELECT basis, community, 'G-' || md5(array_to_string(array_agg(psn_no ORDER BY psn_no), ',')) AS subject_id
  FROM block_member
  GROUP BY basis, community
),
stays AS (
  SELECT b.basis, b.community, b.pid, COUNT(*) AS n_stay, MIN(s.adm) AS first_adm, MAX(s.dsc) AS last_dsc, SUM(s.cost) AS cost, SUM(s.fund) AS fund
  FROM block_stay b
  JOIN stay s ON s.stay_id = b.stay_id
  GROUP BY b.basis, b.community, b.pid
)
SELECT
  u.subject_id, m.psn_no, q.gend, q.brdy, q.emp_no,
  CASE WHEN q.hsh_no IS NULL THEN NULL
    WHEN COUNT(*) OVER (PARTITION BY m.basis, m.community, q.hsh_no) > 1 THEN '与他人同户' ELSE '否' END AS same_household,
  CASE WHEN q.addr_hash IS NULL THEN NULL
    WHEN COUNT(*) OVER (PARTITION BY m.basis, m.community, q.addr_hash) > 1 THEN '与他人同址' ELSE '否' END AS same_address,
  CASE WHEN q.tel_hash IS NULL THEN NULL
    WHEN COUNT(*) OVER (PARTITION BY m.basis, m.community, q.tel_hash) > 1 THEN '与他人同电话' ELSE '否' END AS same_phone,
  CAST(t.n_stay AS INTEGER) AS n_stay, t.first_adm, t.last_dsc,
  CAST(t.cost AS DECIMAL(16, 2)) AS cost, CAST(t.fund AS DECIMAL(16, 2)) AS fund
FROM block_member m
JOIN subject u ON u.basis = m.basis AND u.community = m.community
JOIN person q ON q.pid = m.pid
JOIN stays t ON t.basis = m.basis AND t.community = m.community AND t.pid = m.pid
WHERE m.basis = 'clean'
