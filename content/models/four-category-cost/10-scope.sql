-- 统计期内已入组、有费用明细的住院：四类费用。dropped 为不适用的情形，不参加统计和学习。
WITH transplant AS (
  SELECT DISTINCT stay_id
  FROM stay_oprn
  WHERE starts_with(code, '41.0') OR starts_with(code, '33.5') OR starts_with(code, '33.6') OR starts_with(code, '37.51') OR starts_with(code, '50.5')
    OR starts_with(code, '52.8') OR starts_with(code, '55.6')
),
reviewed AS (
  SELECT DISTINCT setl_id FROM ods_drg_grp_d WHERE grp_status LIKE '%单议%'
),
special AS (
  SELECT DISTINCT s.stay_id
  FROM (SELECT stay_id, u.setl_id FROM stay CROSS JOIN UNNEST(setl_ids) AS u(setl_id)) s
  JOIN reviewed r ON r.setl_id = s.setl_id
)
SELECT
  s.stay_id, s.iid, s.pid, g.drg_code,
  CAST(s.cat_medical AS DOUBLE) AS medical, CAST(s.cat_tech AS DOUBLE) AS tech, CAST(s.cat_drug AS DOUBLE) AS drug, CAST(s.cat_consumable AS DOUBLE) AS consumable,
  CAST(s.cat_medical + s.cat_tech + s.cat_drug + s.cat_consumable AS DOUBLE) AS total,
  CAST(s.los AS DOUBLE) AS los, CAST(s.age AS DOUBLE) AS age, CASE WHEN s.surgical THEN 1.0 ELSE 0.0 END AS surgical,
  CASE
    WHEN s.outlier_type IN ('高倍率', '低倍率') AND p.stay_id IS NOT NULL THEN 'EX-SPECIAL'
    WHEN s.ex_transfer OR s.adm_way = '3' THEN 'EX-TRANSFER'
    WHEN s.los > $los_max THEN 'EX-LONG'
    WHEN t.stay_id IS NOT NULL THEN 'EX-TRANSPLANT'
  END AS dropped
FROM drg_stay g
JOIN stay s ON s.stay_id = g.stay_id
LEFT JOIN transplant t ON t.stay_id = s.stay_id
LEFT JOIN special p ON p.stay_id = s.stay_id
WHERE g.grouped AND g.drg_code IS NOT NULL AND s.has_lines
  AND s.cat_medical + s.cat_tech + s.cat_drug + s.cat_consumable > 0
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
