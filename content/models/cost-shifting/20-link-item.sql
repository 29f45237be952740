-- 关联结算的项目，及其值得重点核查之处。
WITH linked AS (
  SELECT DISTINCT sid FROM link
),
line AS (
  SELECT o.sid, o.item_id, o.amt, o.cnt, o.ownpay
  FROM opt_item o
  JOIN linked l ON l.sid = o.sid
),
large AS (
  SELECT DISTINCT item_id FROM item_set WHERE set_id = 'LARGE_EXAM'
)
SELECT
  k.stay_id, k.sid, o.item_id, o.amt, o.cnt, o.ownpay,
  i.kind,
  i.kind IN ('drug', 'herb') AND (o.cnt > 0 AND CAST(o.amt AS DOUBLE) / CAST(o.cnt AS DOUBLE) >= $unit_price_min OR d.item_id IS NOT NULL) AS costly_drug,
  COALESCE(i.chrgitm_lv = '03', FALSE) AS off_list,
  g.item_id IS NOT NULL AS large_exam,
  r.class_id IS NOT NULL AS expected_inside
FROM link k
JOIN line o ON o.sid = k.sid
JOIN item i ON i.item_id = o.item_id
JOIN stay s ON s.stay_id = k.stay_id
LEFT JOIN costly_drug d ON d.item_id = o.item_id
LEFT JOIN large g ON g.item_id = o.item_id
LEFT JOIN rel_class c ON c.item_id = o.item_id
LEFT JOIN rel_key r ON r.diag4 = substr(s.main_code, 1, 5) AND r.class_id = c.class_id
