-- 资源级别 1–10：该手术单独住院费用的中位数，落在同范围全部单一手术住院费用的第几个十分位。
WITH cut AS (
  SELECT scope, COUNT(*) AS n,
    quantile_cont(cost, 0.1) AS p1, quantile_cont(cost, 0.2) AS p2, quantile_cont(cost, 0.3) AS p3,
    quantile_cont(cost, 0.4) AS p4, quantile_cont(cost, 0.5) AS p5, quantile_cont(cost, 0.6) AS p6,
    quantile_cont(cost, 0.7) AS p7, quantile_cont(cost, 0.8) AS p8, quantile_cont(cost, 0.9) AS p9
  FROM single_op
  GROUP BY scope
),
op AS (
  SELECT scope, oprn4, COUNT(*) AS n, quantile_cont(cost, 0.5) AS median_cost FROM single_op GROUP BY scope, oprn4
)
SELECT o.scope, o.oprn4, o.n, CAST(ROUND(o.median_cost, 2) AS DOUBLE) AS median_cost,
  1 + CASE WHEN o.median_cost > c.p1 THEN 1 ELSE 0 END + CASE WHEN o.median_cost > c.p2 THEN 1 ELSE 0 END
    + CASE WHEN o.median_cost > c.p3 THEN 1 ELSE 0 END + CASE WHEN o.median_cost > c.p4 THEN 1 ELSE 0 END
    + CASE WHEN o.median_cost > c.p5 THEN 1 ELSE 0 END + CASE WHEN o.median_cost > c.p6 THEN 1 ELSE 0 END
    + CASE WHEN o.median_cost > c.p7 THEN 1 ELSE 0 END + CASE WHEN o.median_cost > c.p8 THEN 1 ELSE 0 END
    + CASE WHEN o.median_cost > c.p9 THEN 1 ELSE 0 END AS grade
FROM op o
JOIN cut c ON c.scope = o.scope
WHERE o.n >= $min_single
