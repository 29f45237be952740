-- Every delivered settlement number that lives on (a refund row lives on in its family), with what its lines inherit.
SELECT COALESCE(c.setl_id, s.setl_id) AS setl_id, s.sid, s.pid, s.iid, COALESCE(s.stay_id, -s.sid) AS visit, s.fam_ids IS NOT NULL AS netted,
  CAST(CAST(s.pid AS BIGINT) * (SELECT n_bucket FROM x_setting) // (SELECT MAX(pid) + 1 FROM person) AS UTINYINT) AS bucket
FROM settlement_core s
LEFT JOIN (SELECT f.setl_id AS kept_id, c.setl_id FROM x_family f JOIN x_chain c ON c.fam_id = f.fam_id WHERE f.outcome = 'kept') c ON c.kept_id = s.setl_id
