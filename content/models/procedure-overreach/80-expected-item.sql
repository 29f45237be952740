-- 证据：所填手术通常收取的项目，本次有无。
SELECT s.stay_key AS subject_id, k.oprn4, k.kind, k.item_name, k.prob, u.stay_id IS NOT NULL AS present, CAST(u.amt AS DECIMAL(16,2)) AS amt
FROM over_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN opr_key k ON k.oprn4 = c.oprn4
LEFT JOIN opr_use u ON u.stay_id = c.stay_id AND u.generic = k.generic
UNION ALL
SELECT s.stay_key, c.oprn4, u.kind, u.item_name, CAST(NULL AS DOUBLE) AS prob, TRUE AS present, CAST(u.amt AS DECIMAL(16,2)) AS amt
FROM over_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN opr_use u ON u.stay_id = c.stay_id AND u.kind IN ('手术', '麻醉')
WHERE NOT EXISTS (SELECT 1 FROM opr_key k WHERE k.oprn4 = c.oprn4 AND k.generic = u.generic)
