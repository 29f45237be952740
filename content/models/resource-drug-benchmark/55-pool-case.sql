-- 候选单元所在同级组的全部用药病例：逐例取最差指标的数值。
WITH wanted AS (
  SELECT DISTINCT pool_id, item_id, k FROM candidate
),
member AS (
  SELECT v.setting_i, v.visit_id, v.days, u.unit_id, u.pool_id
  FROM visit_unit v
  JOIN unit u ON u.unit_id = v.unit_id
  JOIN (SELECT DISTINCT pool_id FROM wanted) w ON w.pool_id = u.pool_id
),
used AS (
  SELECT m.pool_id, m.unit_id, i.item_id, m.setting_i, m.visit_id, i.amt, i.cnt, m.days
  FROM stay_item i
  JOIN member m ON m.setting_i = 1 AND m.visit_id = i.stay_id
  WHERE i.amt > 0 AND i.cnt > 0
  UNION ALL
  SELECT m.pool_id, m.unit_id, i.item_id, m.setting_i, m.visit_id, i.amt, i.cnt, m.days
  FROM opt_item i
  JOIN member m ON m.setting_i = 2 AND m.visit_id = i.sid
  WHERE i.amt > 0 AND i.cnt > 0
)
SELECT
  w.pool_id, w.item_id, w.k, u.unit_id, u.setting_i, u.visit_id, u.amt, u.cnt, u.days,
  ROUND(CASE w.k WHEN 1 THEN CAST(u.amt AS DOUBLE) WHEN 2 THEN CAST(u.cnt AS DOUBLE) ELSE CAST(u.cnt AS DOUBLE) / u.days END, 6) AS v
FROM wanted w
JOIN used u ON u.pool_id = w.pool_id AND u.item_id = w.item_id
