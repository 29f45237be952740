SELECT '住院没有费用数据，无法与同类比较' AS reason, COUNT(*) AS n
FROM stay
WHERE COALESCE(cost, 0) <= 0 AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $peer_days - 1
HAVING COUNT(*) > 0
UNION ALL
SELECT '各级同类组都不足最少住院数' AS reason, COUNT(*) AS n
FROM peer_base b
WHERE b.in_window AND NOT EXISTS (SELECT 1 FROM peer_stay p WHERE p.stay_id = b.stay_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '同级同病种住院太少，只能与诊断章或整级机构比较，不作判断' AS reason, COUNT(*) AS n
FROM peer_stay
WHERE in_window AND rung > $rung_max
HAVING COUNT(*) > 0
UNION ALL
SELECT '费用偏低但没有费用明细，诊疗强度和门诊项目占比无法判断' AS reason, COUNT(*) AS n
FROM cheap_stay c
JOIN stay s ON s.stay_id = c.stay_id
WHERE c.in_window AND NOT s.has_lines
HAVING COUNT(*) > 0
