SELECT '住院记录没有可用的医疗机构等级，未计入' AS reason, COUNT(*) AS n
FROM stay s
WHERE (s.tier IS NULL OR s.tier NOT IN ('0', '1', '2', '3'))
  AND s.adm <= $as_of AND date_diff('day', s.adm, $as_of) < $run_days
UNION ALL
SELECT '住院记录缺少总费用，超出金额无法计算' AS reason, COUNT(*) AS n
FROM counted c
JOIN stay s ON s.stay_id = c.stay_id
WHERE c.is_excess = 1 AND s.cost IS NULL
