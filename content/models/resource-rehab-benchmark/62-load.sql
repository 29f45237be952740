-- 每个机构项目的负荷取最忙的一月。合计负荷记在占用时间最多的项目上，免得一次超负荷在每个项目上重复报。
WITH busiest AS (
  SELECT iid, item_id FROM (
    SELECT iid, item_id, SUM(minutes) AS minutes FROM load_month GROUP BY iid, item_id
  ) t
  QUALIFY ROW_NUMBER() OVER (PARTITION BY iid ORDER BY minutes DESC, item_id) = 1
),
counted AS (
  SELECT m.iid, m.item_id, m.month, m.cnt, m.amt, m.minutes, m.capacity,
    b.item_id IS NOT NULL AND m.all_load > m.item_load AS by_total,
    CASE WHEN b.item_id IS NOT NULL THEN m.all_load ELSE m.item_load END AS month_load,
    CASE WHEN b.item_id IS NOT NULL THEN m.all_minutes ELSE m.minutes END AS used
  FROM load_month m
  LEFT JOIN busiest b ON b.iid = m.iid AND b.item_id = m.item_id
)
SELECT
  iid,
  item_id,
  MAX(month_load) AS worst_load,
  MAX(CASE WHEN by_total THEN 1 ELSE 0 END) = 1 AS by_total,
  COUNT(*) FILTER (WHERE month_load > $load_max) AS n_months,
  MAX(CASE WHEN month_load > $load_max AND date_diff('day', CAST(month + INTERVAL '1' MONTH AS DATE), $as_of) >= $grace_days THEN 1 ELSE 0 END) = 1 AS settled,
  CAST(SUM(CASE WHEN month_load > $load_max THEN LEAST(CAST(cnt AS DOUBLE), (used - capacity) / (minutes / CAST(cnt AS DOUBLE))) ELSE 0 END) AS DOUBLE) AS over_sessions,
  CAST(SUM(CASE WHEN month_load > $load_max THEN LEAST(CAST(cnt AS DOUBLE), (used - capacity) / (minutes / CAST(cnt AS DOUBLE))) * CAST(amt AS DOUBLE) / CAST(cnt AS DOUBLE) ELSE 0 END) AS DECIMAL(16,2)) AS over_amt
FROM counted
GROUP BY iid, item_id
