-- 项目归并为类：药品按通用名，诊疗按项目，耗材按编码前 15 位。multi 表示一类里有多个编码，计数时须去重。
SELECT
  item_id,
  CAST(DENSE_RANK() OVER (ORDER BY generic) AS INTEGER) AS class_id,
  COUNT(*) OVER (PARTITION BY generic) > 1 AS multi
FROM item
WHERE generic IS NOT NULL
