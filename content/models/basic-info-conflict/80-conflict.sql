-- 每条触发的规则：规则原文和互相矛盾的两个值。
SELECT s.stay_key AS subject_id, h.rule_id, h.class, h.rule_text, h.one, h.other, h.excluded_by
FROM hit h
JOIN stay s ON s.stay_id = h.stay_id
