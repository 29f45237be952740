-- Net lines per visit (stay, or settlement outside stays), item and month: the source of all item aggregates.
SELECT stay_id, CASE WHEN stay_id IS NULL THEN sid END AS sid, iid, item_id, chrg, CAST(date_trunc('month', day) AS DATE) AS month,
  COUNT(*) AS n_lines, CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt, CAST(SUM(inscp) AS DECIMAL(16,2)) AS inscp,
  CAST(SUM(ownpay) AS DECIMAL(16,2)) AS ownpay, bit_or(CAST(1 AS INTEGER) << (CAST(date_part('day', day) AS INTEGER) - 1)) AS days
FROM x_net_line
GROUP BY stay_id, CASE WHEN stay_id IS NULL THEN sid END, iid, item_id, chrg, CAST(date_trunc('month', day) AS DATE)
