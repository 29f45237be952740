SELECT '病例不足，相似指数不作判断（机构病种数）' AS reason, COUNT(*) AS n
FROM (
  SELECT iid, main3 FROM stay
  WHERE main3 IS NOT NULL AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
  GROUP BY iid, main3 HAVING COUNT(*) < $min_visits
) f
HAVING COUNT(*) > 0
UNION ALL
SELECT '相似指数偏高但同病种的其他机构太少，无法比较（机构病种数）' AS reason, COUNT(*) AS n
FROM index_list
WHERE similar_index >= $index_min AND p95 IS NULL
HAVING COUNT(*) > 0
UNION ALL
SELECT '住院既没有病历文书也没有费用明细' AS reason, CAST(SUM(n_nothing) AS BIGINT) AS n
FROM mode_list
HAVING SUM(n_nothing) > 0
