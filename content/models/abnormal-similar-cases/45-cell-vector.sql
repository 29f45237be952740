SELECT c.stay_id AS id, c.cell AS grp, e.vector
FROM candidate c
JOIN embedding e ON e.id = c.stay_id
