-- 每个四位亚目用哪一级、哪些机构的参照住院：先标杆机构，再全部机构；四位不够再借用三位类目。
WITH total AS (
  SELECT COUNT(*) AS all_n, COUNT(*) FILTER (WHERE bench) AS bench_n FROM rel_stay
),
sub AS (
  SELECT diag_id, cat_id, COUNT(*) AS n_all, COUNT(*) FILTER (WHERE bench) AS n_bench
  FROM rel_stay
  GROUP BY diag_id, cat_id
),
cat AS (
  SELECT cat_id, SUM(n_all) AS n_all, SUM(n_bench) AS n_bench FROM sub GROUP BY cat_id
),
choice AS (
  SELECT s.diag_id, s.cat_id, 4 AS chars, s.n_bench >= $rel_n_diag AS bench,
    CASE WHEN s.n_bench >= $rel_n_diag THEN s.n_bench ELSE s.n_all END AS n
  FROM sub s
  UNION ALL
  SELECT s.diag_id, s.cat_id, 3 AS chars, c.n_bench >= $rel_n_diag AS bench,
    CASE WHEN c.n_bench >= $rel_n_diag THEN c.n_bench ELSE c.n_all END AS n
  FROM sub s
  JOIN cat c ON c.cat_id = s.cat_id
)
SELECT
  c.diag_id, c.cat_id, c.chars, c.bench,
  CAST(c.n AS BIGINT) AS n,
  CASE WHEN c.bench THEN t.bench_n ELSE t.all_n END AS n_total
FROM choice c
CROSS JOIN total t
WHERE c.n >= $rel_n_diag
