-- 逐例：对应手术（空为无对应手术）与不参与比较的原因。耗材类没有任何相关手术时不判断有无手术。
WITH marked AS (
  SELECT DISTINCT u.stay_id, 'EX-REVISION' AS reason
  FROM (SELECT DISTINCT stay_id FROM consumable_use) u
  JOIN stay_oprn o ON o.stay_id = u.stay_id
  JOIN diag_set d ON d.set_id = 'REVISION_OPRN' AND starts_with(o.code, d.code)
  UNION
  SELECT DISTINCT u.stay_id, 'EX-MULTI-SITE' AS reason
  FROM (SELECT DISTINCT stay_id FROM consumable_use) u
  JOIN stay_diag g ON g.stay_id = u.stay_id
  JOIN diag_set d ON d.set_id = 'MULTI_SITE_DIAG' AND starts_with(g.code, d.code)
),
reason AS (
  SELECT stay_id, MAX(CASE WHEN reason = 'EX-REVISION' THEN 1 ELSE 0 END) = 1 AS revision,
    MAX(CASE WHEN reason = 'EX-MULTI-SITE' THEN 1 ELSE 0 END) = 1 AS multi_site
  FROM marked
  GROUP BY stay_id
),
assessable AS (
  SELECT DISTINCT class_id FROM assoc_class_oprn
)
SELECT
  u.*, o.oprn4, n.tier, n.is_benchmark AND NOT COALESCE(n.hosp_type LIKE '%中医%', FALSE) AS is_reference,
  a.class_id IS NOT NULL AND o.oprn4 IS NULL AS no_oprn,
  CASE
    WHEN COALESCE(r.revision, FALSE) THEN 'EX-REVISION'
    WHEN COALESCE(r.multi_site, FALSE) OR o.n_family >= 2 THEN 'EX-MULTI-SITE'
    WHEN u.age < $child_age THEN 'EX-PAEDIATRIC'
  END AS set_aside
FROM consumable_use u
JOIN institution n ON n.iid = u.iid
LEFT JOIN use_oprn o ON o.stay_id = u.stay_id AND o.class_id = u.class_id
LEFT JOIN assessable a ON a.class_id = u.class_id
LEFT JOIN reason r ON r.stay_id = u.stay_id
