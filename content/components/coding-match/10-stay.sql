-- 分析期间内有费用的住院。
SELECT s.stay_id, s.iid, s.has_lines, f.dx, f.op
FROM stay s
JOIN drg_fact f ON f.stay_id = s.stay_id
WHERE s.cost > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $match_days - 1
