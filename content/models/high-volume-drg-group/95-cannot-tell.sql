SELECT '住院没有入组，不能计入病组' AS reason, COUNT(*) AS n
FROM stay s
WHERE date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  AND NOT EXISTS (SELECT 1 FROM scope o WHERE o.stay_id = s.stay_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '例数集中但病组支付标准未知，无法判断盈余' AS reason, COUNT(*) AS n
FROM concentrated
WHERE margin IS NULL
HAVING COUNT(*) > 0
