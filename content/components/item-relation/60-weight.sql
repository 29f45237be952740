-- P(e|d)、提升度与权重，只留够格的项目。
WITH class_total AS (
  SELECT class_id, SUM(n_all) AS n_all, SUM(n_bench) AS n_bench FROM rel_pair GROUP BY class_id
),
cat_pair AS (
  SELECT d.cat_id, p.class_id, SUM(p.n_all) AS n_all, SUM(p.n_bench) AS n_bench
  FROM rel_pair p
  JOIN rel_diag d ON d.diag_id = p.diag_id
  GROUP BY d.cat_id, p.class_id
),
counted AS (
  SELECT e.diag_id, e.chars, e.n, e.n_total, p.class_id,
    CASE WHEN e.bench THEN p.n_bench ELSE p.n_all END AS n_both,
    CASE WHEN e.bench THEN t.n_bench ELSE t.n_all END AS n_class
  FROM rel_entity e
  JOIN rel_pair p ON p.diag_id = e.diag_id
  JOIN class_total t ON t.class_id = p.class_id
  WHERE e.chars = 4 AND p.n_all >= $rel_n_both
  UNION ALL
  SELECT e.diag_id, e.chars, e.n, e.n_total, p.class_id,
    CASE WHEN e.bench THEN p.n_bench ELSE p.n_all END AS n_both,
    CASE WHEN e.bench THEN t.n_bench ELSE t.n_all END AS n_class
  FROM rel_entity e
  JOIN cat_pair p ON p.cat_id = e.cat_id
  JOIN class_total t ON t.class_id = p.class_id
  WHERE e.chars = 3 AND p.n_all >= $rel_n_both
),
rated AS (
  SELECT diag_id, chars, class_id, n, n_both,
    ROUND((n_both + 0.5) / (n + 1.0), 6) AS prob,
    ROUND(((n_both + 0.5) / (n + 1.0)) / ((n_class + 0.5) / (n_total + 1.0)), 6) AS lift
  FROM counted
)
SELECT diag_id, chars, class_id, CAST(n AS BIGINT) AS n, CAST(n_both AS BIGINT) AS n_both,
  CAST(prob AS DOUBLE) AS prob, CAST(lift AS DOUBLE) AS lift, CAST(ROUND(prob * LN(lift), 6) AS DOUBLE) AS weight
FROM rated
WHERE n_both >= $rel_n_both AND prob >= $rel_prob AND lift >= $rel_lift
