-- 诊断与项目类同现的住院数：全部机构与标杆机构各一个。
SELECT r.diag_id, c.class_id, COUNT(*) AS n_all, COUNT(*) FILTER (WHERE r.bench) AS n_bench
FROM stay_item i
JOIN rel_stay r ON r.stay_id = i.stay_id
JOIN rel_class c ON c.item_id = i.item_id
WHERE NOT c.multi
GROUP BY r.diag_id, c.class_id
UNION ALL
SELECT r.diag_id, x.class_id, COUNT(*) AS n_all, COUNT(*) FILTER (WHERE r.bench) AS n_bench
FROM (
  SELECT DISTINCT i.stay_id, c.class_id
  FROM stay_item i
  JOIN rel_class c ON c.item_id = i.item_id
  WHERE c.multi
) x
JOIN rel_stay r ON r.stay_id = x.stay_id
GROUP BY r.diag_id, x.class_id
