-- 逐日条：每天有没有服务、收了多少钱、院外有没有活动。
WITH digit AS (
  SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
number AS (
  SELECT a.k + 10 * b.k + 100 * c.k AS i FROM digit a CROSS JOIN digit b CROSS JOIN digit c
),
days AS (
  SELECT s.stay_id, s.stay_key, s.adm, s.dsc, CAST(s.adm + n.i * INTERVAL '1' DAY AS DATE) AS day
  FROM candidate c
  JOIN stay s ON s.stay_id = c.stay_id
  JOIN number n ON n.i <= date_diff('day', s.adm, s.dsc)
),
outside AS (
  SELECT stay_id, day, COUNT(*) AS n FROM outside_visit GROUP BY stay_id, day
)
SELECT
  a.stay_key AS subject_id,
  a.day,
  CASE
    WHEN a.day = a.adm THEN '入院日'
    WHEN a.day = a.dsc THEN '出院日'
    WHEN i.is_wait THEN '手术前等待'
    WHEN i.day IS NOT NULL THEN '无服务'
    ELSE '有服务'
  END AS state,
  CAST(COALESCE(y.n_lines, 0) AS INTEGER) AS n_lines,
  CAST(COALESCE(y.n_service, 0) AS INTEGER) AS n_service,
  CAST(COALESCE(o.n_exec, 0) AS INTEGER) AS n_exec,
  CAST(COALESCE(y.amt, 0) AS DECIMAL(16,2)) AS amt,
  CAST(COALESCE(y.amt_daily, 0) AS DECIMAL(16,2)) AS amt_daily,
  COALESCE(v.n, 0) AS n_outside,
  i.served_before AS last_service
FROM days a
LEFT JOIN idle_day i ON i.stay_id = a.stay_id AND i.day = a.day
LEFT JOIN stay_day y ON y.stay_id = a.stay_id AND y.day = a.day
LEFT JOIN order_exec o ON o.stay_id = a.stay_id AND o.day = a.day
LEFT JOIN outside v ON v.stay_id = a.stay_id AND v.day = a.day
