-- 统计期内的四位手术编码，一次住院同一编码一行；穿刺、换药等附带操作不计。
SELECT o.stay_id, substr(o.code, 1, 5) AS oprn4, substr(o.code, 1, 4) AS family, bool_or(o.is_main) AS is_main, MIN(o.seq) AS seq
FROM stay_oprn o
JOIN comm_member m ON m.stay_id = o.stay_id
WHERE NOT EXISTS (SELECT 1 FROM diag_set d WHERE d.set_id = 'INCIDENTAL_OPRN' AND starts_with(o.code, d.code))
GROUP BY o.stay_id, substr(o.code, 1, 5), substr(o.code, 1, 4)
