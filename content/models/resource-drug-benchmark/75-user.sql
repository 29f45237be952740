-- 全区近一年使用该药的机构数。
SELECT m.item_id, COUNT(DISTINCT m.iid) AS n_users
FROM inst_month_item m
JOIN (SELECT DISTINCT item_id FROM candidate) c ON c.item_id = m.item_id
WHERE m.month <= $as_of AND date_diff('day', m.month, $as_of) < $window_days
GROUP BY m.item_id
