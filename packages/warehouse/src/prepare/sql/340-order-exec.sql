SELECT e.stay_id, CAST(o.exec_time AS DATE) AS day, CAST(COUNT(*) AS INTEGER) AS n_exec
FROM ods_order_d o JOIN x_episode e ON e.mdtrt_id = o.mdtrt_id
WHERE o.exec_time IS NOT NULL
GROUP BY e.stay_id, CAST(o.exec_time AS DATE) ORDER BY e.stay_id, day
