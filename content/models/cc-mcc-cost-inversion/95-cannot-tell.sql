SELECT '较高或较低子组病例太少，没有可比的费用中位数' AS reason, COUNT(*) AS n
FROM scope o
WHERE o.lvl > 1 AND o.dropped IS NULL AND NOT EXISTS (SELECT 1 FROM cc_case c WHERE c.stay_id = o.stay_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '倒挂病例的病组支付标准未知，金额无法计算' AS reason, CAST(SUM(n_no_pay) AS BIGINT) AS n
FROM candidate
HAVING SUM(n_no_pay) > 0
UNION ALL
SELECT '有倒挂病例但其他机构病例太少，倒挂率无法比较' AS reason, COUNT(*) AS n
FROM unit
WHERE n_inverted >= $min_inverted AND ratio IS NULL
HAVING COUNT(*) > 0
