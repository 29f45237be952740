-- 有规则的编码；一个编码合几条前缀时取最长的。
SELECT d.stay_id, d.iid, d.has_lines, d.code, d.is_main, r.rule_id, r.requirement, r.by_vent
FROM match_dx d
JOIN ev_rule r ON starts_with(d.code, r.dx)
QUALIFY ROW_NUMBER() OVER (PARTITION BY d.stay_id, d.code ORDER BY length(r.dx) DESC, r.rule_id) = 1
