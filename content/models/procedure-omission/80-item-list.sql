-- 证据：指明手术的关键项目。
SELECT s.stay_key AS subject_id, m.item_name, CAST(m.amt AS DECIMAL(16,2)) AS amt, m.family, m.prob, CAST(m.n_item AS BIGINT) AS n_item
FROM missing_op m
JOIN omission c ON c.stay_id = m.stay_id AND c.category = m.category
JOIN stay s ON s.stay_id = m.stay_id
