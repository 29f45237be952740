-- K(d)：每个四位亚目的关键项目类；四位没有时用三位类目的，再没有则该诊断不能评估（无行）。
WITH level AS (
  SELECT diag_id, MAX(chars) AS chars FROM rel_weight GROUP BY diag_id
),
ranked AS (
  SELECT w.*, ROW_NUMBER() OVER (PARTITION BY w.diag_id ORDER BY w.weight DESC, w.class_id) AS place
  FROM rel_weight w
  JOIN level l ON l.diag_id = w.diag_id AND l.chars = w.chars
)
SELECT d.diag4, r.diag_id, r.class_id, r.prob, r.lift, r.weight, r.n, r.n_both, r.chars, CAST(r.place AS INTEGER) AS place
FROM ranked r
JOIN rel_diag d ON d.diag_id = r.diag_id
WHERE r.place <= $rel_top
