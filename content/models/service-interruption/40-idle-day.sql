-- 把空闲段展开成日。
WITH digit AS (
  SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
),
number AS (
  SELECT a.k + 10 * b.k + 100 * c.k + 1 AS i FROM digit a CROSS JOIN digit b CROSS JOIN digit c
),
expanded AS (
  SELECT r.stay_id, CAST(r.served_before + n.i * INTERVAL '1' DAY AS DATE) AS day, r.served_before, r.oprn_date
  FROM idle_run r
  JOIN candidate c ON c.stay_id = r.stay_id
  JOIN number n ON n.i <= r.n
)
SELECT
  stay_id, day, served_before,
  oprn_date IS NOT NULL AND date_diff('day', day, oprn_date) BETWEEN 1 AND $preop_days AS is_wait
FROM expanded
