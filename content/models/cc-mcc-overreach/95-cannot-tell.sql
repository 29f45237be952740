SELECT '合并症并发症的匹配程度不能评估，规则也不能判断' AS reason, COUNT(*) AS n
FROM up_code
WHERE NOT is_main AND q IS NULL AND support = 'unknown'
HAVING COUNT(*) > 0
UNION ALL
SELECT '交付的病组与在用分组方案的结果不同，去掉前后不能比较' AS reason, COUNT(*) AS n
FROM compared
WHERE NOT same_scheme
HAVING COUNT(*) > 0
UNION ALL
SELECT '去掉后不能入组，或病组没有权重' AS reason, COUNT(*) AS n
FROM compared
WHERE same_scheme AND (NOT corr_grouped OR drop_share IS NULL)
HAVING COUNT(*) > 0
