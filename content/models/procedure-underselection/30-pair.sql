-- 检查期内填了两种以上手术的住院：主手术与每个次要手术的级别。两者在本群落都能定级就用本群落的，否则用全部住院的。
WITH op AS (
  SELECT o.stay_id, substr(o.code, 1, 5) AS oprn4, MIN(o.seq) AS seq, bool_or(o.is_main) AS is_main, MIN(o.oprn_date) AS oprn_date
  FROM stay_oprn o
  JOIN stay s ON s.stay_id = o.stay_id
  WHERE date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  GROUP BY o.stay_id, substr(o.code, 1, 5)
)
SELECT m.stay_id, m.oprn4 AS main_op, x.oprn4 AS second_op, m.oprn_date AS main_date, x.oprn_date AS second_date,
  CASE WHEN cm.grade IS NOT NULL AND cx.grade IS NOT NULL THEN '本群落' ELSE '全部住院' END AS scale,
  CASE WHEN cm.grade IS NOT NULL AND cx.grade IS NOT NULL THEN cm.grade ELSE am.grade END AS grade_main,
  CASE WHEN cm.grade IS NOT NULL AND cx.grade IS NOT NULL THEN cx.grade ELSE ax.grade END AS grade_second,
  CASE WHEN cm.grade IS NOT NULL AND cx.grade IS NOT NULL THEN cm.median_cost ELSE am.median_cost END AS median_main,
  CASE WHEN cm.grade IS NOT NULL AND cx.grade IS NOT NULL THEN cx.median_cost ELSE ax.median_cost END AS median_second
FROM op m
JOIN op x ON x.stay_id = m.stay_id AND NOT x.is_main
LEFT JOIN comm_member c ON c.stay_id = m.stay_id
LEFT JOIN op_grade cm ON cm.scope = CAST(c.cluster AS VARCHAR) AND cm.oprn4 = m.oprn4
LEFT JOIN op_grade cx ON cx.scope = CAST(c.cluster AS VARCHAR) AND cx.oprn4 = x.oprn4
LEFT JOIN op_grade am ON am.scope = 'all' AND am.oprn4 = m.oprn4
LEFT JOIN op_grade ax ON ax.scope = 'all' AND ax.oprn4 = x.oprn4
WHERE m.is_main
