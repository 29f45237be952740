SELECT '治疗师人数未登记，承载能力无法判断的机构' AS reason, COUNT(DISTINCT u.iid) AS n
FROM use_case u
JOIN institution n ON n.iid = u.iid
WHERE COALESCE(n.rehab_therapist_cnt, 0) = 0
HAVING COUNT(*) > 0
UNION ALL
SELECT '康复项目没有标准时间，承载能力无法判断的项目' AS reason, COUNT(DISTINCT r.item_id) AS n
FROM rehab_item r
JOIN use_case u ON u.item_id = r.item_id
WHERE COALESCE(r.minutes_std, 0) = 0
HAVING COUNT(*) > 0
UNION ALL
SELECT '没有标杆病例，同级机构也不足，无基准可比的机构项目' AS reason, COUNT(*) AS n
FROM indicator i
WHERE NOT EXISTS (SELECT 1 FROM ratio r WHERE r.cell_id = i.cell_id)
HAVING COUNT(*) > 0
