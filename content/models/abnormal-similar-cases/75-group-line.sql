SELECT i.stay_id AS id, g.main3 AS grp, i.item_id AS item, CAST(SUM(i.amt) AS DOUBLE) AS amount
FROM stay_item i
JOIN group_stay g ON g.stay_id = i.stay_id
WHERE i.chrg NOT IN ('01', '02', '07', '12', '13')
GROUP BY i.stay_id, g.main3, i.item_id
HAVING SUM(i.amt) > 0
