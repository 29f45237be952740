SELECT '同院再住院、病种不同而没有费用明细，无法比较相似度' AS reason, COUNT(*) AS n
FROM similarity
WHERE NOT same_main3 AND sim_fee IS NULL
UNION ALL
SELECT '住院没有出院日期或主诊断，无法判断再住院' AS reason, COUNT(*) AS n
FROM stay
WHERE (dsc IS NULL OR main3 IS NULL OR main3 = '') AND adm <= $as_of AND date_diff('day', adm, $as_of) < $run_days
