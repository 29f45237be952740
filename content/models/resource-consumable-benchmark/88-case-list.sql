-- 数量最多的病例。
WITH target AS (
  SELECT f.subject_id, n.iid, k.class_id, f.oprn4
  FROM finding f
  JOIN institution n ON n.fixmedins_code = f.fixmedins_code
  JOIN (SELECT DISTINCT class_id, class15 FROM assoc_class) k ON k.class15 = f.class15
)
SELECT
  t.subject_id, s.stay_key, s.psn_no, s.adm, s.main_code, COALESCE(u.oprn4, '无对应手术') AS oprn4, CAST(u.cnt AS DECIMAL(16,4)) AS cnt, CAST(u.amt AS DECIMAL(16,2)) AS amt,
  CASE u.set_aside WHEN 'EX-REVISION' THEN '翻修' WHEN 'EX-MULTI-SITE' THEN '多部位' WHEN 'EX-PAEDIATRIC' THEN '儿童' END AS remark
FROM target t
JOIN use_case u ON u.iid = t.iid AND u.class_id = t.class_id AND (u.oprn4 = t.oprn4 OR u.no_oprn)
JOIN stay s ON s.stay_id = u.stay_id
QUALIFY ROW_NUMBER() OVER (PARTITION BY t.subject_id ORDER BY CASE WHEN u.no_oprn THEN 0 ELSE 1 END, u.cnt DESC, u.stay_id) <= 100
