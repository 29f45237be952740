SELECT stay_id, item_id, chrg, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt, CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt,
  CAST(SUM(inscp) AS DECIMAL(16,2)) AS inscp, CAST(SUM(ownpay) AS DECIMAL(16,2)) AS ownpay
FROM x_visit_item WHERE stay_id IS NOT NULL
GROUP BY stay_id, item_id, chrg
ORDER BY stay_id, item_id, chrg
