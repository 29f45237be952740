SELECT iid, month, CAST(bit_count(bit_or(days)) AS INTEGER) AS n_days FROM x_month_part GROUP BY iid, month ORDER BY iid, month
