-- K(手术)：每种手术的关键项目。没有对应收费手术项目的手术不能评估（无行）。
WITH ranked AS (
  SELECT w.*, ROW_NUMBER() OVER (PARTITION BY oprn4 ORDER BY weight DESC, generic) AS place FROM opr_weight w
)
SELECT r.oprn4, r.generic, r.item_name, r.kind, r.n_both, r.n, r.prob, r.lift, r.weight
FROM ranked r
WHERE r.place <= $op_top
  AND EXISTS (SELECT 1 FROM ranked k WHERE k.oprn4 = r.oprn4 AND k.place <= $op_top AND k.kind = '手术')
