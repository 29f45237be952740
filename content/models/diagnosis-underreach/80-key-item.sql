-- 所填主要诊断和相符诊断各自的关键项目，本次有没有用。
WITH chosen AS (
  SELECT stay_id, main_code AS code, main4 AS diag4, '所填主要诊断' AS role
  FROM compared
  WHERE same_scheme AND corr_grouped AND rise_share >= $w_rise
  UNION ALL
  SELECT stay_id, other_code AS code, other4 AS diag4, '与资源相符的诊断' AS role
  FROM compared
  WHERE same_scheme AND corr_grouped AND rise_share >= $w_rise
),
named AS (
  SELECT c.class_id, MIN(i.item_name) AS item_name
  FROM rel_class c
  JOIN item i ON i.item_id = c.item_id
  GROUP BY c.class_id
)
SELECT
  s.stay_key AS subject_id,
  c.code,
  c.role,
  n.item_name,
  k.prob,
  k.weight,
  m.class_id IS NOT NULL AS present
FROM chosen c
JOIN stay s ON s.stay_id = c.stay_id
JOIN rel_key k ON k.diag4 = c.diag4
JOIN named n ON n.class_id = k.class_id
LEFT JOIN match_class m ON m.stay_id = c.stay_id AND m.class_id = k.class_id
