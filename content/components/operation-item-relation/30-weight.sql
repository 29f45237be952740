-- P(项目|手术)、提升度与权重，只留够格的项目。
WITH total AS (
  SELECT COUNT(*) AS n FROM stay WHERE has_lines AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $op_days - 1
),
n_op AS (SELECT oprn4, COUNT(*) AS n FROM opr_stay GROUP BY oprn4),
n_item AS (SELECT generic, COUNT(*) AS n FROM opr_use GROUP BY generic),
both_of AS (
  SELECT o.oprn4, u.generic, MIN(u.item_name) AS item_name, MIN(u.kind) AS kind, COUNT(*) AS n
  FROM opr_stay o
  JOIN opr_use u ON u.stay_id = o.stay_id
  GROUP BY o.oprn4, u.generic
),
rated AS (
  SELECT b.oprn4, b.generic, b.item_name, b.kind, b.n AS n_both, o.n,
    CAST(ROUND((b.n + 0.5) / (o.n + 1.0), 6) AS DOUBLE) AS prob,
    CAST(ROUND(((b.n + 0.5) / (o.n + 1.0)) / ((i.n + 0.5) / (t.n + 1.0)), 6) AS DOUBLE) AS lift
  FROM both_of b
  JOIN n_op o ON o.oprn4 = b.oprn4
  JOIN n_item i ON i.generic = b.generic
  CROSS JOIN total t
)
SELECT oprn4, generic, item_name, kind, n_both, n, prob, lift, ROUND(prob * LN(lift), 6) AS weight
FROM rated
WHERE n >= $op_n AND n_both >= $op_both AND prob >= $op_prob AND lift >= $op_lift
