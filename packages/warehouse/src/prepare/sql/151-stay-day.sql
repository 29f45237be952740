SELECT stay_id, CAST(minute AS DATE) AS day, CAST(SUM(n_lines) AS INTEGER) AS n_lines, CAST(SUM(n_service) AS INTEGER) AS n_service,
  CAST(SUM(amt) AS DECIMAL(16,2)) AS amt, CAST(COALESCE(SUM(amt_daily), 0) AS DECIMAL(16,2)) AS amt_daily,
  CAST(COALESCE(SUM(inscp_daily), 0) AS DECIMAL(16,2)) AS inscp_daily
FROM x_stay_minute WHERE minute IS NOT NULL
GROUP BY stay_id, CAST(minute AS DATE)
ORDER BY stay_id, day
