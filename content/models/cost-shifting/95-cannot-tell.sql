SELECT '有自费关联结算的住院没有费用明细，构成无法判断' AS reason, COUNT(*) AS n
FROM linked_stay k
JOIN stay s ON s.stay_id = k.stay_id
WHERE NOT s.has_lines
HAVING COUNT(*) > 0
UNION ALL
SELECT '有自费关联结算的住院各级同类组都不足最少住院数' AS reason, COUNT(*) AS n
FROM linked_stay k
WHERE NOT EXISTS (SELECT 1 FROM peer_stay p WHERE p.stay_id = k.stay_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '门诊、药店结算没有全自费金额，无法计算自费占比' AS reason, COUNT(*) AS n
FROM settlement
WHERE med_class IN ('OPT', 'PHA') AND stay_id IS NULL AND medfee_sumamt > 0 AND fulamt_ownpay_amt IS NULL
HAVING COUNT(*) > 0
