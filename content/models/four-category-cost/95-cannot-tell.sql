SELECT '住院没有入组或没有费用明细，四类费用无法判断' AS reason, COUNT(*) AS n
FROM stay s
WHERE date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  AND NOT EXISTS (SELECT 1 FROM scope o WHERE o.stay_id = s.stay_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '病组病例太少，没有可比的例均费用' AS reason, COUNT(*) AS n
FROM scope o
WHERE o.dropped IS NULL AND NOT EXISTS (SELECT 1 FROM average a WHERE a.drg_code = o.drg_code)
HAVING COUNT(*) > 0
