SELECT s.stay_key AS subject_id, m.item_name, m.prob
FROM missing m
JOIN candidate c ON c.stay_id = m.stay_id
JOIN stay s ON s.stay_id = m.stay_id
