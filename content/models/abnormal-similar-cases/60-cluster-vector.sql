SELECT m.cluster, m.main3 AS grp, e.vector
FROM member m
JOIN embedding e ON e.id = m.stay_id
