-- Similarity parts of each open pair. A part that cannot be told (no fee lines, no department) or does not apply
-- (no operation in either stay; other disease) leaves the sum with its weight.
WITH open_pair AS (
  SELECT p.a_id, p.b_id, p.same_main3
  FROM pair p
  WHERE NOT EXISTS (SELECT 1 FROM exclusion x WHERE x.a_id = p.a_id AND x.b_id = p.b_id)
),
norm AS (
  SELECT stay_id, SQRT(SUM(amt * amt)) AS len
  FROM fee_vector
  GROUP BY stay_id
),
dot AS (
  SELECT p.a_id, p.b_id, SUM(va.amt * vb.amt) AS dot
  FROM open_pair p
  JOIN fee_vector va ON va.stay_id = p.a_id
  JOIN fee_vector vb ON vb.stay_id = p.b_id AND vb.item_id = va.item_id
  GROUP BY p.a_id, p.b_id
),
operation AS (
  SELECT DISTINCT o.stay_id, o.code
  FROM stay_oprn o
  WHERE o.stay_id IN (SELECT a_id FROM open_pair UNION SELECT b_id FROM open_pair)
),
n_operation AS (
  SELECT stay_id, COUNT(*) AS n FROM operation GROUP BY stay_id
),
shared_operation AS (
  SELECT p.a_id, p.b_id, COUNT(*) AS n
  FROM open_pair p
  JOIN operation oa ON oa.stay_id = p.a_id
  JOIN operation ob ON ob.stay_id = p.b_id AND ob.code = oa.code
  GROUP BY p.a_id, p.b_id
),
part AS (
  SELECT
    p.a_id, p.b_id, p.same_main3,
    CASE
      WHEN NOT COALESCE(a.has_lines, FALSE) OR NOT COALESCE(b.has_lines, FALSE) THEN NULL
      WHEN na.len IS NULL AND nb.len IS NULL THEN NULL
      WHEN na.len IS NULL OR nb.len IS NULL THEN 0
      ELSE COALESCE(d.dot, 0) / (na.len * nb.len)
    END AS sim_fee,
    CASE WHEN oa.n IS NULL AND ob.n IS NULL THEN NULL
      ELSE CAST(COALESCE(so.n, 0) AS DOUBLE) / (COALESCE(oa.n, 0) + COALESCE(ob.n, 0) - COALESCE(so.n, 0)) END AS sim_oprn,
    CASE WHEN a.dept IS NULL OR b.dept IS NULL THEN NULL WHEN a.dept = b.dept THEN 1 ELSE 0 END AS sim_dept
  FROM open_pair p
  JOIN stay a ON a.stay_id = p.a_id
  JOIN stay b ON b.stay_id = p.b_id
  LEFT JOIN norm na ON na.stay_id = p.a_id
  LEFT JOIN norm nb ON nb.stay_id = p.b_id
  LEFT JOIN dot d ON d.a_id = p.a_id AND d.b_id = p.b_id
  LEFT JOIN n_operation oa ON oa.stay_id = p.a_id
  LEFT JOIN n_operation ob ON ob.stay_id = p.b_id
  LEFT JOIN shared_operation so ON so.a_id = p.a_id AND so.b_id = p.b_id
),
weighted AS (
  SELECT
    a_id, b_id, same_main3, sim_fee, sim_oprn, sim_dept,
    CASE WHEN sim_fee IS NULL THEN 0 ELSE 0.4 END + CASE WHEN same_main3 THEN 0.3 ELSE 0 END
      + CASE WHEN sim_oprn IS NULL THEN 0 ELSE 0.2 END + CASE WHEN sim_dept IS NULL THEN 0 ELSE 0.1 END AS weight,
    0.4 * COALESCE(sim_fee, 0) + CASE WHEN same_main3 THEN 0.3 ELSE 0 END
      + 0.2 * COALESCE(sim_oprn, 0) + 0.1 * COALESCE(sim_dept, 0) AS total
  FROM part
)
SELECT
  a_id, b_id, same_main3, sim_fee, sim_oprn, CAST(sim_dept AS DOUBLE) AS sim_dept,
  CASE WHEN weight > 0 THEN ROUND(total / CAST(weight AS DOUBLE), 6) END AS sim,
  CASE WHEN sim_fee IS NULL THEN 0.4 ELSE 0 END + CASE WHEN sim_dept IS NULL THEN 0.1 ELSE 0 END AS missing_share
FROM weighted
