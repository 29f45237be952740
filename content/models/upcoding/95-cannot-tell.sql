SELECT '住院没有入组，无法比较' AS reason, COUNT(*) AS n
FROM match_stay m
JOIN drg_stay g ON g.stay_id = m.stay_id
WHERE NOT g.grouped
HAVING COUNT(*) > 0
UNION ALL
SELECT '病组没有权重或费率，无法计算差额' AS reason, COUNT(*) AS n
FROM match_stay m
JOIN drg_stay g ON g.stay_id = m.stay_id
WHERE g.grouped AND g.pay IS NULL
HAVING COUNT(*) > 0
UNION ALL
SELECT '没有费用明细，编码有无依据无法判断' AS reason, COUNT(*) AS n
FROM match_stay
WHERE NOT has_lines
HAVING COUNT(*) > 0
UNION ALL
SELECT '交付的病组与在用分组方案的结果不同，去掉编码前后不能比较' AS reason, COUNT(*) AS n
FROM up_case
WHERE NOT same_scheme
HAVING COUNT(*) > 0
UNION ALL
SELECT '去掉没有依据的编码后不能入组' AS reason, COUNT(*) AS n
FROM up_case
WHERE same_scheme AND NOT corr_grouped
HAVING COUNT(*) > 0
UNION ALL
SELECT '主要诊断没有依据，但没有更相符的其他诊断可以替换' AS reason, COUNT(*) AS n
FROM up_code u
WHERE u.is_main AND u.doubtful AND NOT EXISTS (SELECT 1 FROM up_best b WHERE b.stay_id = u.stay_id)
HAVING COUNT(*) > 0
