-- 应有而没有的关键服务：同诊断大多数住院都用的诊疗项目，本次一次也没有用。
WITH watched AS (
  SELECT n.stay_id, substr(s.main_code, 1, 5) AS diag4
  FROM near n
  JOIN stay s ON s.stay_id = n.stay_id
  LEFT JOIN back b ON b.stay_id = n.stay_id
  WHERE s.has_lines AND (n.cheap OR n.short_stay OR b.stay_id IS NOT NULL)
),
service_class AS (
  SELECT c.class_id, MIN(i.item_name) AS item_name
  FROM rel_class c
  JOIN item i ON i.item_id = c.item_id
  WHERE i.kind = 'service'
  GROUP BY c.class_id
),
wanted AS (
  SELECT k.diag4, k.class_id, k.prob, c.item_name
  FROM rel_key k
  JOIN service_class c ON c.class_id = k.class_id
  WHERE k.prob >= $p_key
),
used AS (
  SELECT DISTINCT w.stay_id, c.class_id
  FROM watched w
  JOIN stay_item i ON i.stay_id = w.stay_id AND i.cnt > 0
  JOIN rel_class c ON c.item_id = i.item_id
)
SELECT w.stay_id, k.class_id, k.item_name, k.prob
FROM watched w
JOIN wanted k ON k.diag4 = w.diag4
WHERE NOT EXISTS (SELECT 1 FROM used u WHERE u.stay_id = w.stay_id AND u.class_id = k.class_id)
