-- 训练期内的治疗、手术、材料项目（按项目类，一次住院一行）；kind 为 手术、麻醉、材料、治疗。
SELECT
  i.stay_id,
  m.generic,
  MIN(m.item_name) AS item_name,
  MIN(CASE
    WHEN m.item_name LIKE '%麻醉%' OR starts_with(m.item_code, '3301') OR starts_with(m.item_code, '003301') THEN '麻醉'
    WHEN i.chrg = '06' THEN '手术'
    WHEN i.chrg = '08' THEN '材料'
    ELSE '治疗'
  END) AS kind,
  SUM(i.amt) AS amt
FROM stay_item i
JOIN item m ON m.item_id = i.item_id
JOIN stay s ON s.stay_id = i.stay_id
WHERE i.chrg IN ('05', '06', '08') AND i.cnt > 0 AND m.generic IS NOT NULL
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $op_days - 1
GROUP BY i.stay_id, m.generic
