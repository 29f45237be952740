-- 证据：本次全部手术及其资源级别。
SELECT s.stay_key AS subject_id, o.code, o.oprn_date, o.is_main, CAST(g.grade AS INTEGER) AS grade, g.median_cost, CAST(g.n AS BIGINT) AS n
FROM under_candidate c
JOIN stay s ON s.stay_id = c.stay_id
JOIN stay_oprn o ON o.stay_id = c.stay_id
LEFT JOIN comm_member m ON m.stay_id = c.stay_id
LEFT JOIN op_grade g ON g.oprn4 = substr(o.code, 1, 5) AND g.scope = CASE WHEN c.scale = '本群落' THEN CAST(m.cluster AS VARCHAR) ELSE 'all' END
