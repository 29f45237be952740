-- 机构 × 耗材类：没有对应手术的使用占比与数量，以及该类用得最多的手术。
WITH most AS (
  SELECT iid, class_id, oprn4, COUNT(*) AS n
  FROM use_case
  WHERE oprn4 IS NOT NULL
  GROUP BY iid, class_id, oprn4
  QUALIFY ROW_NUMBER() OVER (PARTITION BY iid, class_id ORDER BY COUNT(*) DESC, oprn4) = 1
)
SELECT
  u.iid, u.class_id, m.oprn4 AS main_oprn4,
  COUNT(*) AS n_use,
  COUNT(*) FILTER (WHERE u.no_oprn) AS n_without,
  ROUND(CAST(COUNT(*) FILTER (WHERE u.no_oprn) AS DOUBLE) / COUNT(*), 6) AS without_share,
  CAST(COALESCE(SUM(u.amt) FILTER (WHERE u.no_oprn), 0) AS DECIMAL(16,2)) AS without_amt,
  COALESCE(SUM(u.fund) FILTER (WHERE u.no_oprn), 0) AS without_fund,
  CAST(SUM(u.amt) AS DOUBLE) / CAST(SUM(u.cnt) AS DOUBLE) AS unit_price,
  SUM(u.fund) / CAST(SUM(u.amt) AS DOUBLE) AS fund_ratio
FROM use_case u
LEFT JOIN most m ON m.iid = u.iid AND m.class_id = u.class_id
GROUP BY u.iid, u.class_id, m.oprn4
HAVING COUNT(*) >= $min_cases
