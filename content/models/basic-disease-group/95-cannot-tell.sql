SELECT '没有符合条件的基础病组，也没有给出本地目录' AS reason, CAST(1 AS BIGINT) AS n
WHERE EXISTS (SELECT 1 FROM scope) AND NOT EXISTS (SELECT 1 FROM group_list WHERE basic)
UNION ALL
SELECT '可比的同行机构太少，迁移率无法比较（机构病组数）' AS reason, COUNT(*) AS n
FROM migration
WHERE mig_peer IS NULL
HAVING COUNT(*) > 0
UNION ALL
SELECT '住院没有入组，不能计入病组' AS reason, COUNT(*) AS n
FROM stay s
WHERE date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  AND NOT EXISTS (SELECT 1 FROM scope o WHERE o.stay_id = s.stay_id)
HAVING COUNT(*) > 0
