SELECT '住院缺主诊断，不能判断手术是否相符' AS reason, COUNT(*) AS n
FROM stay
WHERE surgical AND main3 IS NULL AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
HAVING COUNT(*) > 0
UNION ALL
SELECT '诊断或手术的样本不足，不能判断是否冲突' AS reason, COUNT(DISTINCT stay_id) AS n
FROM op_test
WHERE (n_diag < $min_n OR n_oprn < $min_n) AND support <= $support_max
HAVING COUNT(*) > 0
UNION ALL
SELECT '病组、权重或费率未知，或方案与交付的病组不一致，差额不能推算' AS reason, COUNT(*) AS n
FROM pay p
JOIN op_case c ON c.stay_id = p.stay_id
WHERE p.pay_diff IS NULL AND c.excluded_by IS NULL
HAVING COUNT(*) > 0
