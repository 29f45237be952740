-- What was done and used, per stay and item; bed, consultation, nursing and service fees say nothing about it.
SELECT i.stay_id AS id, c.main3 AS grp, i.item_id AS item, CAST(SUM(i.amt) AS DOUBLE) AS amount
FROM stay_item i
JOIN candidate c ON c.stay_id = i.stay_id
WHERE i.chrg NOT IN ('01', '02', '07', '12', '13')
GROUP BY i.stay_id, c.main3, i.item_id
HAVING SUM(i.amt) > 0
