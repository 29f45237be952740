SELECT '没有进销存数据，收费数量与供应无法核对的机构' AS reason, COUNT(DISTINCT u.iid) AS n
FROM use_case u
WHERE NOT EXISTS (SELECT 1 FROM inv_month v WHERE v.iid = u.iid)
HAVING COUNT(*) > 0
UNION ALL
SELECT '与任何手术都没有关联，无法判断有无对应手术的耗材类' AS reason, COUNT(DISTINCT u.class_id) AS n
FROM use_case u
WHERE NOT EXISTS (SELECT 1 FROM assoc_class_oprn a WHERE a.class_id = u.class_id)
HAVING COUNT(*) > 0
UNION ALL
SELECT '没有标杆病例，同级机构也不足，无基准可比的机构耗材手术' AS reason, COUNT(*) AS n
FROM indicator i
WHERE i.clean AND NOT EXISTS (SELECT 1 FROM ratio r WHERE r.cell_id = i.cell_id)
HAVING COUNT(*) > 0
