-- 连续空闲段：相邻两个有服务的日子之间的整日。入院日、出院日总算有服务。手术前等待的日子另行扣除。
WITH mark AS (
  SELECT c.stay_id, d.day FROM suspect_stay c JOIN stay_day d ON d.stay_id = c.stay_id AND d.n_service > 0
  WHERE d.day > c.adm AND d.day < c.dsc
  UNION ALL
  SELECT c.stay_id, o.day FROM suspect_stay c JOIN order_exec o ON o.stay_id = c.stay_id AND o.n_exec > 0
  WHERE o.day > c.adm AND o.day < c.dsc
  UNION ALL
  SELECT stay_id, adm AS day FROM suspect_stay
  UNION ALL
  SELECT stay_id, dsc AS day FROM suspect_stay
),
gap AS (
  SELECT stay_id, LAG(day) OVER (PARTITION BY stay_id ORDER BY day) AS served_before, day AS served_after
  FROM mark
),
first_oprn AS (
  SELECT o.stay_id, MIN(o.oprn_date) AS oprn_date
  FROM stay_oprn o
  JOIN suspect_stay c ON c.stay_id = o.stay_id
  WHERE o.oprn_date IS NOT NULL
  GROUP BY o.stay_id
)
SELECT
  g.stay_id,
  g.served_before,
  g.served_after,
  CAST(date_diff('day', g.served_before, g.served_after) - 1 AS INTEGER) AS n,
  o.oprn_date,
  CAST(CASE WHEN o.oprn_date IS NULL THEN 0 ELSE GREATEST(0,
    LEAST(date_diff('day', g.served_before, o.oprn_date), date_diff('day', g.served_before, g.served_after)) - 1
    - GREATEST(0, date_diff('day', g.served_before, o.oprn_date) - $preop_days - 1)
  ) END AS INTEGER) AS n_wait
FROM gap g
LEFT JOIN first_oprn o ON o.stay_id = g.stay_id
WHERE date_diff('day', g.served_before, g.served_after) > 1
