-- 级别高出足够多的次要手术；同一住院取高出最多的。
WITH ranked AS (
  SELECT p.*, p.grade_second - p.grade_main AS grade_gap,
    ROW_NUMBER() OVER (PARTITION BY stay_id ORDER BY p.grade_second - p.grade_main DESC, p.median_second DESC, second_op) AS place
  FROM op_pair p
  WHERE p.grade_second - p.grade_main >= $grade_gap
)
SELECT r.stay_id, r.main_op, r.second_op, r.main_date, r.second_date, r.scale, r.grade_main, r.grade_second, r.grade_gap, r.median_main, r.median_second,
  CASE
    WHEN r.main_date IS NOT NULL AND r.second_date IS NOT NULL AND r.main_date <> r.second_date THEN 'EX-STAGED'
    WHEN COALESCE(m.lift, 0) >= $seq_lift AND COALESCE(x.lift, 0) < $seq_lift THEN 'EX-SEQUENCE'
  END AS excluded_by
FROM ranked r
JOIN stay s ON s.stay_id = r.stay_id
LEFT JOIN dx_op_rel m ON m.scope = 'main3' AND m.entity = s.main3 AND m.oprn4 = r.main_op AND m.status = '成立'
LEFT JOIN dx_op_rel x ON x.scope = 'main3' AND x.entity = s.main3 AND x.oprn4 = r.second_op
WHERE r.place = 1
