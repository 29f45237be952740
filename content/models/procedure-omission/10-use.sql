-- 训练期内治疗、手术、材料类项目的使用（按项目类，一次住院一行）；通用项目、床日付费住院、从不填手术的机构不计。
SELECT i.stay_id, m.generic, MIN(m.item_name) AS item_name, SUM(i.amt) AS amt
FROM stay_item i
JOIN item m ON m.item_id = i.item_id
JOIN stay s ON s.stay_id = i.stay_id
WHERE i.chrg IN ('05', '06', '08') AND i.cnt > 0 AND m.generic IS NOT NULL
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $spec_days - 1
  AND NOT EXISTS (SELECT 1 FROM item_set g WHERE g.set_id = 'GENERAL_ITEM' AND g.item_id = i.item_id)
  AND EXISTS (SELECT 1 FROM stay c JOIN stay_oprn o ON o.stay_id = c.stay_id WHERE c.iid = s.iid)
GROUP BY i.stay_id, m.generic
