-- 候选单元所在同级组的用药病例。药品与同级组的配对用 EXISTS 判断，不展开成组内每例乘以每种药品。
SELECT u.pool_id, u.unit_id, i.item_id, v.setting_i, v.visit_id, i.amt, i.cnt, v.days
FROM stay_item i
JOIN visit_unit v ON v.setting_i = 1 AND v.visit_id = i.stay_id
JOIN unit u ON u.unit_id = v.unit_id
WHERE i.amt > 0 AND i.cnt > 0
  AND EXISTS (SELECT 1 FROM candidate c WHERE c.pool_id = u.pool_id AND c.item_id = i.item_id)
UNION ALL
SELECT u.pool_id, u.unit_id, i.item_id, v.setting_i, v.visit_id, i.amt, i.cnt, v.days
FROM opt_item i
JOIN visit_unit v ON v.setting_i = 2 AND v.visit_id = i.sid
JOIN unit u ON u.unit_id = v.unit_id
WHERE i.amt > 0 AND i.cnt > 0
  AND EXISTS (SELECT 1 FROM candidate c WHERE c.pool_id = u.pool_id AND c.item_id = i.item_id)
