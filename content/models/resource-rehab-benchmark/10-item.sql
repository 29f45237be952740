-- 康复理疗项目；按人次分摊的集体治疗另作标记。
SELECT i.item_id, i.item_code, i.item_name, i.minutes_std,
  i.item_name LIKE '%集体%' OR i.item_name LIKE '%小组%' OR i.item_name LIKE '%团体%' AS is_group
FROM item i
WHERE EXISTS (SELECT 1 FROM item_set s WHERE s.set_id = 'REHAB' AND s.item_id = i.item_id)
  AND i.kind = 'service'
