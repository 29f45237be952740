SELECT visit, MIN(iid) AS iid, item_id, MIN(chrg) AS chrg, MIN(minute) AS minute, CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt,
  CAST(SUM(amt) AS DECIMAL(16,2)) AS amt, CAST(SUM(inscp) AS DECIMAL(16,2)) AS inscp, CAST(SUM(ownpay) AS DECIMAL(16,2)) AS ownpay
FROM b_line GROUP BY visit, item_id
HAVING SUM(cnt) <> 0 OR SUM(amt) <> 0
