-- 训练期内有费用明细的住院所填的四位手术编码。
SELECT o.stay_id, s.iid, substr(o.code, 1, 5) AS oprn4, bool_or(o.is_main) AS is_main
FROM stay_oprn o
JOIN stay s ON s.stay_id = o.stay_id
WHERE s.has_lines AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $op_days - 1
GROUP BY o.stay_id, s.iid, substr(o.code, 1, 5)
