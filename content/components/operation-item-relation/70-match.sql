-- 匹配程度 M 及其在同手术住院中的百分位 q（更低者的比例加并列者的一半）；有无该手术的收费项目，收费是否等于另一较低手术的通常收费。
WITH whole AS (
  SELECT oprn4, SUM(weight) AS weight, MAX(n) AS n FROM opr_key GROUP BY oprn4
),
part AS (
  SELECT o.stay_id, o.oprn4, SUM(k.weight) AS weight, COUNT(*) FILTER (WHERE k.kind = '手术') AS n_surgical
  FROM opr_stay o
  JOIN opr_key k ON k.oprn4 = o.oprn4
  JOIN opr_use u ON u.stay_id = o.stay_id AND u.generic = k.generic
  GROUP BY o.stay_id, o.oprn4
),
matched AS (
  SELECT o.stay_id, o.iid, o.oprn4, o.is_main, w.n, CAST(ROUND(COALESCE(p.weight, 0) / w.weight, 6) AS DOUBLE) AS m,
    COALESCE(p.n_surgical, 0) = 0 AS no_surgical
  FROM opr_stay o
  JOIN whole w ON w.oprn4 = o.oprn4
  LEFT JOIN part p ON p.stay_id = o.stay_id AND p.oprn4 = o.oprn4
),
placed AS (
  SELECT t.*,
    RANK() OVER (PARTITION BY oprn4 ORDER BY m) - 1 AS n_lower,
    COUNT(*) OVER (PARTITION BY oprn4, m) AS n_equal,
    COUNT(*) OVER (PARTITION BY oprn4) AS n_all
  FROM matched t
)
SELECT p.stay_id, p.iid, p.oprn4, p.is_main, p.n, p.m,
  CAST(ROUND((p.n_lower + 0.5 * p.n_equal) / p.n_all, 6) AS DOUBLE) AS q,
  p.no_surgical, CAST(c.surg_amt AS DECIMAL(16,2)) AS surg_amt, own.price,
  EXISTS (
    SELECT 1 FROM opr_price x
    WHERE x.oprn4 <> p.oprn4 AND x.price < own.price * (1 - $op_price_tol) AND c.surg_amt > 0
      AND abs(CAST(c.surg_amt AS DOUBLE) - x.price) <= $op_price_tol * x.price
  ) AS lower_price
FROM placed p
JOIN opr_charge c ON c.stay_id = p.stay_id
LEFT JOIN opr_price own ON own.oprn4 = p.oprn4
