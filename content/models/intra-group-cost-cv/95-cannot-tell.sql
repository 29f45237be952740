SELECT '机构病组截尾后病例不足，变异系数不作判断（机构病组数）' AS reason, COUNT(*) AS n
FROM (SELECT iid, drg_code FROM kept GROUP BY iid, drg_code HAVING COUNT(*) < $min_cases) f
HAVING COUNT(*) > 0
UNION ALL
SELECT '住院没有入组或没有费用，不能计入病组' AS reason, COUNT(*) AS n
FROM stay s
LEFT JOIN drg_stay g ON g.stay_id = s.stay_id
WHERE date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  AND NOT (COALESCE(g.grouped, FALSE) AND g.drg_code IS NOT NULL AND COALESCE(s.cost, 0) > 0)
HAVING COUNT(*) > 0
