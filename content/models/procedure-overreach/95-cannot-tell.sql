SELECT '填了手术而没有费用明细，不能判断' AS reason, COUNT(*) AS n
FROM stay
WHERE surgical AND NOT has_lines AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
HAVING COUNT(*) > 0
UNION ALL
SELECT '手术样本不足或没有对应的收费手术项目，不能评估' AS reason, COUNT(DISTINCT o.stay_id) AS n
FROM opr_stay o
JOIN stay s ON s.stay_id = o.stay_id AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
WHERE NOT EXISTS (SELECT 1 FROM opr_key k WHERE k.oprn4 = o.oprn4)
  AND NOT EXISTS (SELECT 1 FROM diag_set d WHERE d.set_id = 'INCIDENTAL_OPRN' AND starts_with(o.oprn4, d.code))
HAVING COUNT(*) > 0
UNION ALL
SELECT '未能入组、权重未知，或方案与交付的病组不一致，不能比较权重' AS reason, COUNT(*) AS n
FROM pay p
JOIN over_case c ON c.stay_id = p.stay_id
WHERE p.w_drop IS NULL AND c.excluded_by IS NULL
HAVING COUNT(*) > 0
