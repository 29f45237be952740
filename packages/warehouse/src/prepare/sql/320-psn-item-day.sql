SELECT l.pid, l.item_id, l.day, CAST(SUM(l.cnt) AS DECIMAL(16,4)) AS cnt, CAST(SUM(l.amt) AS DECIMAL(16,2)) AS amt
FROM fee_line l GROUP BY l.pid, l.item_id, l.day
