SELECT '住院没有费用明细，不能判断有无漏填手术' AS reason, COUNT(*) AS n
FROM stay
WHERE NOT has_lines AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
HAVING COUNT(*) > 0
UNION ALL
SELECT '机构从未填报手术操作，不能判断是漏填还是没有上传' AS reason, COUNT(*) AS n
FROM stay s
WHERE s.amt_oper > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  AND NOT EXISTS (SELECT 1 FROM stay c JOIN stay_oprn o ON o.stay_id = c.stay_id WHERE c.iid = s.iid)
HAVING COUNT(*) > 0
UNION ALL
SELECT '病组、权重或费率未知，或方案与交付的病组不一致，差额不能推算' AS reason, COUNT(*) AS n
FROM pay p
JOIN omission c ON c.stay_id = p.stay_id
WHERE p.pay_diff IS NULL AND c.excluded_by IS NULL
HAVING COUNT(*) > 0
