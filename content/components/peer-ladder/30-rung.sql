-- 六级阶梯：每种特征组合在每一级属于哪一组。组名就是给审核人员看的同类组说明。
WITH named AS (
  SELECT
    profile_id, economic_type, drg_code, adrg, main3, chapter,
    CASE WHEN surgical THEN '手术' ELSE '非手术' END AS way,
    CASE tier WHEN '3' THEN '三级' WHEN '2' THEN '二级' WHEN '1' THEN '一级' ELSE '未定级' END AS tier_name
  FROM peer_profile
),
rungs AS (
  SELECT profile_id, 1 AS rung, concat('DRG ', drg_code, ' · ', tier_name, ' · ', economic_type) AS label
  FROM named WHERE drg_code <> '' AND economic_type <> ''
  UNION ALL
  SELECT profile_id, 2 AS rung, concat('DRG ', drg_code, ' · ', tier_name) AS label
  FROM named WHERE drg_code <> ''
  UNION ALL
  SELECT profile_id, 3 AS rung, concat('ADRG ', adrg, ' · ', tier_name) AS label
  FROM named WHERE adrg <> ''
  UNION ALL
  SELECT profile_id, 4 AS rung, concat('主诊断 ', main3, ' · ', way, ' · ', tier_name) AS label
  FROM named WHERE main3 <> ''
  UNION ALL
  SELECT profile_id, 5 AS rung, concat('诊断章 ', chapter, ' · ', way, ' · ', tier_name) AS label
  FROM named WHERE chapter <> ''
  UNION ALL
  SELECT profile_id, 6 AS rung, concat(tier_name, '机构全部住院') AS label
  FROM named
)
SELECT CAST(profile_id AS INTEGER) AS profile_id, rung, label, DENSE_RANK() OVER (ORDER BY rung, label) AS group_id
FROM rungs
