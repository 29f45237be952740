SELECT pid, item_id, CAST(DATE '1970-01-01' + minute // 1440 AS DATE) AS day, CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt
FROM x_net_line GROUP BY pid, item_id, minute // 1440
