-- 每次住院所属的群落；缺费用或年龄的住院没有群落，仍按主诊断统计。
SELECT s.stay_id, s.main3, l.cluster
FROM stay s
LEFT JOIN comm_label l ON l.id = s.stay_id
WHERE s.main3 IS NOT NULL AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $comm_days - 1
