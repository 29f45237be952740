SELECT k.cluster, c.stay_id, c.pid, c.iid, c.main3, c.adm
FROM clustered k
JOIN candidate c ON c.stay_id = k.id
WHERE k.cluster >= 0
