SELECT c.stay_id, c.rule_id, COUNT(DISTINCT e.item_code) AS n, MIN(e.item_name) AS item_name
FROM (SELECT DISTINCT stay_id, rule_id FROM ev_code) c
JOIN ev_item e ON e.rule_id = c.rule_id
JOIN stay_item i ON i.stay_id = c.stay_id AND i.item_id = e.item_id
WHERE i.cnt > 0
GROUP BY c.stay_id, c.rule_id
