SELECT l.visit AS stay_id, l.minute, COUNT(*) AS n_lines,
  SUM(CASE WHEN l.chrg IN (1, 2) OR s.item_id IS NOT NULL THEN 0 ELSE 1 END) AS n_service,
  SUM(l.amt) AS amt, SUM(CASE WHEN l.chrg IN (1, 2, 7) THEN l.amt ELSE 0 END) AS amt_daily,
  SUM(CASE WHEN l.chrg IN (1, 2, 7) THEN l.inscp ELSE 0 END) AS inscp_daily
FROM b_line l LEFT JOIN x_marked s ON s.item_id = l.item_id AND s.nonservice
WHERE l.visit > 0 AND l.minute IS NOT NULL
GROUP BY l.visit, l.minute
