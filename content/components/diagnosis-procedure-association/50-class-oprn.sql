-- 耗材类 → 手术：同现、比例、提升度都够的才算相应手术。
WITH total AS (
  SELECT COUNT(*) AS n FROM stay WHERE has_lines AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $assoc_days - 1
),
n_class AS (
  SELECT class_id, COUNT(*) AS n FROM assoc_use GROUP BY class_id
),
n_oprn AS (
  SELECT oprn_id, COUNT(*) AS n FROM assoc_stay_oprn GROUP BY oprn_id
),
n_both AS (
  SELECT u.class_id, o.oprn_id, COUNT(*) AS n
  FROM assoc_use u
  JOIN assoc_stay_oprn o ON o.stay_id = u.stay_id
  GROUP BY u.class_id, o.oprn_id
),
rated AS (
  SELECT b.class_id, b.oprn_id, b.n AS n_both, c.n AS n_class, o.n AS n_oprn,
    ROUND(CAST(b.n AS DOUBLE) / c.n, 6) AS conf,
    ROUND(CAST(b.n AS DOUBLE) / c.n / (CAST(o.n AS DOUBLE) / t.n), 6) AS lift
  FROM n_both b
  JOIN n_class c ON c.class_id = b.class_id
  JOIN n_oprn o ON o.oprn_id = b.oprn_id
  CROSS JOIN total t
)
SELECT r.class_id, r.oprn_id, k.oprn4, k.family, r.n_both, r.n_class, r.n_oprn, r.conf, r.lift
FROM rated r
JOIN assoc_oprn k ON k.oprn_id = r.oprn_id
WHERE r.n_both >= $assoc_n_min AND r.conf >= $assoc_support AND r.lift >= $assoc_lift
