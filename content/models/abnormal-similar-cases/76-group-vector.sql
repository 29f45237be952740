SELECT g.grp AS cluster, g.main3 AS grp, e.vector
FROM group_stay g
JOIN group_embedding e ON e.id = g.stay_id
