SELECT iid, month, CAST(bit_count(bit_or(days)) AS INTEGER) AS n_days FROM x_visit_item
WHERE month IS NOT NULL GROUP BY iid, month ORDER BY iid, month
