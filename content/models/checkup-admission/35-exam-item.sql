-- 初筛住院的检查化验项目。
SELECT i.stay_id, i.item_id, CAST(SUM(i.amt) AS DECIMAL(16,2)) AS amt
FROM suspect_stay c
JOIN stay_item i ON i.stay_id = c.stay_id
WHERE i.chrg IN ('03', '04')
GROUP BY i.stay_id, i.item_id
HAVING SUM(i.amt) > 0
