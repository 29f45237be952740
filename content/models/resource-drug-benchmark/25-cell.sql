-- 机构 × 药品 × 病种组：用药例数、金额、数量、在院天数、基金。
WITH drug AS (
  SELECT item_id FROM item WHERE kind IN ('drug', 'herb')
),
used AS (
  SELECT v.unit_id, i.item_id, i.amt, i.cnt, v.days, CAST(i.inscp AS DOUBLE) * v.fund_ratio AS fund
  FROM stay_item i
  JOIN drug d ON d.item_id = i.item_id
  JOIN visit_unit v ON v.setting_i = 1 AND v.visit_id = i.stay_id
  WHERE i.amt > 0 AND i.cnt > 0
  UNION ALL
  SELECT v.unit_id, i.item_id, i.amt, i.cnt, v.days, CAST(i.inscp AS DOUBLE) * v.fund_ratio AS fund
  FROM opt_item i
  JOIN drug d ON d.item_id = i.item_id
  JOIN visit_unit v ON v.setting_i = 2 AND v.visit_id = i.sid
  WHERE i.amt > 0 AND i.cnt > 0
)
SELECT unit_id, item_id, COUNT(*) AS n_use, SUM(amt) AS amt, SUM(cnt) AS cnt, SUM(days) AS days, SUM(fund) AS fund
FROM used
GROUP BY unit_id, item_id
HAVING COUNT(*) >= $min_cases
