SELECT '住院没有费用明细，无法比较病例' AS reason, COUNT(*) AS n
FROM stay
WHERE adm <= $as_of AND date_diff('day', adm, $as_of) < $window_days AND NOT COALESCE(has_lines, FALSE)
