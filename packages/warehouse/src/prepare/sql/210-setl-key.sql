-- Every delivered settlement number that lives on (a refund row lives on in its family), with what its lines inherit.
SELECT COALESCE(c.setl_id, s.setl_id) AS setl_id, s.sid, s.pid, s.iid, COALESCE(s.stay_id, -s.sid) AS visit, s.netted
FROM settlement_core s
LEFT JOIN (SELECT f.setl_id AS kept_id, c.setl_id FROM x_family f JOIN x_chain c ON c.fam_id = f.fam_id WHERE f.outcome = 'kept') c ON c.kept_id = s.setl_id
