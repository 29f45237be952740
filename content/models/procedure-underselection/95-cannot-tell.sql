SELECT '主手术或次要手术的单独住院样本不足，不能定资源级别' AS reason, COUNT(DISTINCT stay_id) AS n
FROM op_pair
WHERE grade_main IS NULL OR grade_second IS NULL
HAVING COUNT(*) > 0
UNION ALL
SELECT '未能入组、权重未知，或方案与交付的病组不一致，不能比较权重' AS reason, COUNT(*) AS n
FROM pay p
JOIN under_candidate c ON c.stay_id = p.stay_id
WHERE p.w_rise IS NULL AND c.excluded_by IS NULL
HAVING COUNT(*) > 0
