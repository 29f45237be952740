SELECT '主要诊断不能评估（关键项目学不出来，或其他机构同主诊断住院太少）' AS reason, COUNT(*) AS n
FROM match_dx d
WHERE d.is_main AND d.has_lines AND NOT EXISTS (
  SELECT 1 FROM match_code m WHERE m.stay_id = d.stay_id AND m.is_main AND m.q IS NOT NULL
)
HAVING COUNT(*) > 0
UNION ALL
SELECT '没有费用明细，匹配程度无法计算' AS reason, COUNT(*) AS n
FROM match_stay
WHERE NOT has_lines
HAVING COUNT(*) > 0
UNION ALL
SELECT '交付的病组与在用分组方案的结果不同，换主要诊断前后不能比较' AS reason, COUNT(*) AS n
FROM compared
WHERE NOT same_scheme
HAVING COUNT(*) > 0
UNION ALL
SELECT '换主要诊断后不能入组，或病组没有权重' AS reason, COUNT(*) AS n
FROM compared
WHERE same_scheme AND (NOT corr_grouped OR rise_share IS NULL)
HAVING COUNT(*) > 0
