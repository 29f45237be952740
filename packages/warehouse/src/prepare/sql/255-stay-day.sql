SELECT stay_id, CAST(DATE '1970-01-01' + minute // 1440 AS DATE) AS day, CAST(SUM(n_lines) AS INTEGER) AS n_lines,
  CAST(SUM(n_service) AS INTEGER) AS n_service, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt,
  CAST(SUM(amt_daily) AS DECIMAL(16,2)) AS amt_daily, CAST(SUM(inscp_daily) AS DECIMAL(16,2)) AS inscp_daily
FROM b_stay_minute GROUP BY stay_id, minute // 1440 ORDER BY stay_id, day
