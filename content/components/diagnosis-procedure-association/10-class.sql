-- 高值耗材归类：编码前 15 位。
SELECT item_id, generic AS class15, CAST(DENSE_RANK() OVER (ORDER BY generic) AS INTEGER) AS class_id
FROM item
WHERE kind = 'consumable' AND high_value AND generic IS NOT NULL
