SELECT l.visit AS stay_id, CAST(DATE '1970-01-01' + l.minute // 1440 AS DATE) AS day, CAST(COUNT(*) AS INTEGER) AS n_lines,
  CAST(SUM(CASE WHEN l.chrg IN (1, 2) OR s.item_id IS NOT NULL THEN 0 ELSE 1 END) AS INTEGER) AS n_service,
  CAST(SUM(l.amt) AS DECIMAL(16,2)) AS amt,
  CAST(SUM(CASE WHEN l.chrg IN (1, 2, 7) THEN l.amt ELSE 0 END) AS DECIMAL(16,2)) AS amt_daily,
  CAST(SUM(CASE WHEN l.chrg IN (1, 2, 7) THEN l.inscp ELSE 0 END) AS DECIMAL(16,2)) AS inscp_daily
FROM b_line l LEFT JOIN (SELECT item_id FROM x_marked WHERE nonservice) s ON s.item_id = l.item_id
WHERE l.visit > 0 AND l.minute IS NOT NULL
GROUP BY l.visit, l.minute // 1440 ORDER BY stay_id, day
