-- 每次住院一行：主手术优先，百分位最低者为代表；附排除条件。
WITH ranked AS (
  SELECT c.*, ROW_NUMBER() OVER (PARTITION BY stay_id ORDER BY CASE WHEN is_main THEN 0 ELSE 1 END, q, oprn4) AS place,
    COUNT(*) OVER (PARTITION BY stay_id) AS n_ops
  FROM suspect c
),
own AS (
  SELECT r.stay_id, COUNT(*) AS n_other, COUNT(*) FILTER (WHERE t.no_surgical AND t.surg_amt > 0) AS n_bundled
  FROM ranked r
  JOIN opr_match t ON t.iid = r.iid AND t.oprn4 = r.oprn4 AND t.stay_id <> r.stay_id
  WHERE r.place = 1
  GROUP BY r.stay_id
)
SELECT r.stay_id, r.oprn4, r.is_main, r.n, r.m, r.q, r.no_surgical, r.lower_price, r.surg_amt, r.price, r.n_ops,
  b.oprn4 AS best_op, b.m AS best_m, b.code AS best_code,
  CASE
    WHEN EXISTS (SELECT 1 FROM diag_set d WHERE d.set_id = 'INCIDENTAL_OPRN' AND starts_with(r.oprn4, d.code)) THEN 'EX-BEDSIDE'
    WHEN r.surg_amt > 0 AND w.n_other >= $bundle_min AND w.n_bundled >= $bundle_share * w.n_other THEN 'EX-BUNDLE'
  END AS excluded_by
FROM ranked r
LEFT JOIN own w ON w.stay_id = r.stay_id
LEFT JOIN best_op b ON b.stay_id = r.stay_id AND b.m > r.m
WHERE r.place = 1
