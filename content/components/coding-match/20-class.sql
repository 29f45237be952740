-- 每次住院用过的项目类，只留至少是一个诊断的关键项目的。
SELECT DISTINCT i.stay_id, c.class_id
FROM match_stay m
JOIN stay_item i ON i.stay_id = m.stay_id
JOIN rel_class c ON c.item_id = i.item_id
JOIN (SELECT DISTINCT class_id FROM rel_key) k ON k.class_id = c.class_id
WHERE m.has_lines
