-- 匹配程度 M：本次住院用到的关键项目权重之和 ÷ 全部关键项目权重之和。没有费用明细的不评估。
WITH used AS (
  SELECT d.stay_id, d.code, SUM(k.weight) AS weight
  FROM match_dx d
  JOIN rel_key k ON k.diag4 = d.diag4
  JOIN match_class c ON c.stay_id = d.stay_id AND c.class_id = k.class_id
  GROUP BY d.stay_id, d.code
)
SELECT
  d.stay_id, d.iid, d.seq, d.code, d.diag4, d.is_main,
  CAST(ROUND(COALESCE(u.weight, 0) / e.total_weight, 6) AS DOUBLE) AS m
FROM match_dx d
JOIN match_entity e ON e.diag4 = d.diag4
LEFT JOIN used u ON u.stay_id = d.stay_id AND u.code = d.code
WHERE d.has_lines
