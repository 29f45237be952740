SELECT '费用明显偏低但病组支付标准未知，不能判断盈余' AS reason, COUNT(*) AS n
FROM near
WHERE no_pay
HAVING COUNT(*) > 0
UNION ALL
SELECT '费用偏低或住院过短，但没有费用明细或诊断没有关键项目，匹配程度和缺少的服务无法判断' AS reason, COUNT(*) AS n
FROM near n
WHERE (n.cheap OR n.short_stay) AND NOT EXISTS (SELECT 1 FROM match_stay m WHERE m.stay_id = n.stay_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '同级同病种住院太少，没有可比的费用和住院天数' AS reason, COUNT(*) AS n
FROM peer_base b
WHERE b.in_window AND NOT EXISTS (SELECT 1 FROM near n WHERE n.stay_id = b.stay_id)
HAVING COUNT(*) > 0
