SELECT '住院没有费用或费用明细，无法判断检查与治疗构成' AS reason, COUNT(*) AS n
FROM stay
WHERE (COALESCE(cost, 0) <= 0 OR NOT has_lines) AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $peer_days - 1
HAVING COUNT(*) > 0
UNION ALL
SELECT '同病种参照住院不足，合理住院天数无法估计' AS reason, COUNT(*) AS n
FROM candidate c
LEFT JOIN los_fit l ON l.id = c.stay_id
WHERE l.z IS NULL
HAVING COUNT(*) > 0
