-- 主导类费用中金额最大的十项。
SELECT s.stay_key AS subject_id, i.item_code, i.item_name, l.chrg, l.cnt, l.amt
FROM candidate c
JOIN stay s ON s.stay_id = c.stay_id
JOIN stay_item l ON l.stay_id = c.stay_id
JOIN item i ON i.item_id = l.item_id
WHERE CASE
  WHEN l.chrg IN ('03', '04') THEN '检查检验'
  WHEN l.chrg IN ('09', '10', '11') THEN '药品'
  WHEN l.chrg = '08' THEN '耗材'
  ELSE '医疗服务'
END = c.category
QUALIFY ROW_NUMBER() OVER (PARTITION BY c.stay_id ORDER BY l.amt DESC, i.item_code) <= 10
