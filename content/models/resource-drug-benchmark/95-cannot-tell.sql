SELECT '既没有标杆医院病例，同级使用机构也不足，无基准可比的机构药品病种组' AS reason, COUNT(*) AS n
FROM indicator i
WHERE NOT EXISTS (SELECT 1 FROM ratio r WHERE r.cell_id = i.cell_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '住院没有费用明细' AS reason, COUNT(*) AS n
FROM stay
WHERE NOT has_lines AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
HAVING COUNT(*) > 0
UNION ALL
SELECT '门诊就诊没有诊断，无法归入病种组' AS reason, COUNT(*) AS n
FROM settlement
WHERE stay_id IS NULL AND med_class IN ('OPT', 'OPSP') AND main3 IS NULL AND medfee_sumamt > 0
  AND date_diff('day', begndate, $as_of) BETWEEN 0 AND $window_days - 1
HAVING COUNT(*) > 0
