SELECT '住院没有费用明细，无法逐日判断有无服务' AS reason, COUNT(*) AS n
FROM stay
WHERE NOT has_lines AND los >= $los_min AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
HAVING COUNT(*) > 0
