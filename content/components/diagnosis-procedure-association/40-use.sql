-- 用到某类高值耗材的住院。
SELECT i.stay_id, c.class_id
FROM stay_item i
JOIN assoc_class c ON c.item_id = i.item_id
JOIN stay s ON s.stay_id = i.stay_id
WHERE i.cnt > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $assoc_days - 1
GROUP BY i.stay_id, c.class_id
