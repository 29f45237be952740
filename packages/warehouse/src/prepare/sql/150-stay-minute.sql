-- Lines of stays per minute of service: the source of the day table and of the share posted in one minute.
SELECT l.stay_id, date_trunc('minute', l.fee_time) AS minute, COUNT(*) AS n_lines,
  SUM(CASE WHEN l.chrg IN ('01', '02') OR s.item_id IS NOT NULL THEN 0 ELSE 1 END) AS n_service,
  SUM(l.amt) AS amt, SUM(CASE WHEN l.chrg IN ('01', '02', '07') THEN l.amt END) AS amt_daily,
  SUM(CASE WHEN l.chrg IN ('01', '02', '07') THEN l.inscp END) AS inscp_daily
FROM x_net_line l LEFT JOIN item_set s ON s.set_id = 'NONSERVICE' AND s.item_id = l.item_id
WHERE l.stay_id IS NOT NULL
GROUP BY l.stay_id, date_trunc('minute', l.fee_time)
