-- M(v,d)：住院用到的关键项目的权重之和 ÷ 主诊断全部关键项目的权重之和。没有关键项目的诊断、没有明细的住院无行。
WITH total AS (
  SELECT diag4, SUM(weight) AS weight FROM rel_key GROUP BY diag4
),
judged AS (
  SELECT s.stay_id, s.iid, t.diag4, t.weight
  FROM stay s
  JOIN total t ON t.diag4 = substr(s.main_code, 1, 5)
  WHERE s.has_lines AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $peer_days - 1
),
used AS (
  SELECT DISTINCT j.stay_id, k.class_id, k.weight
  FROM judged j
  JOIN stay_item i ON i.stay_id = j.stay_id AND i.cnt > 0
  JOIN rel_class c ON c.item_id = i.item_id
  JOIN rel_key k ON k.diag4 = j.diag4 AND k.class_id = c.class_id
),
found AS (
  SELECT stay_id, SUM(weight) AS weight FROM used GROUP BY stay_id
)
SELECT j.stay_id, j.iid, j.diag4, CAST(ROUND(COALESCE(f.weight, 0) / j.weight, 6) AS DOUBLE) AS m
FROM judged j
LEFT JOIN found f ON f.stay_id = j.stay_id
