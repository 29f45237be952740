-- 费用构成（床位、诊察、护理、一般诊疗、挂号费之外）与诊断组合；只有用费用比较的格。
WITH diagnosed AS (
  SELECT d.stay_id, array_to_string(array_agg(DISTINCT d.code ORDER BY d.code), '|') AS dx
  FROM stay_diag d
  JOIN scope o ON o.stay_id = d.stay_id
  GROUP BY d.stay_id
),
line AS (
  SELECT o.stay_id, i.item_id, CAST(SUM(i.amt) AS DOUBLE) AS amt
  FROM scope o
  JOIN mode_list m ON m.cell = o.cell AND m.mode = '费用'
  JOIN stay_item i ON i.stay_id = o.stay_id
  WHERE i.chrg NOT IN ('01', '02', '07', '12', '13') AND i.amt > 0
  GROUP BY o.stay_id, i.item_id
)
SELECT l.stay_id, o.cell, o.pid, COALESCE(d.dx, o.main_code) AS dx, l.item_id, l.amt,
  SUM(l.amt) OVER (PARTITION BY l.stay_id) AS total,
  SQRT(SUM(l.amt * l.amt) OVER (PARTITION BY l.stay_id)) AS len
FROM line l
JOIN scope o ON o.stay_id = l.stay_id
LEFT JOIN diagnosed d ON d.stay_id = l.stay_id
