-- 空闲日照常收取的床位、诊察、护理等按日费用。
SELECT
  d.stay_id,
  CAST(SUM(y.amt_daily) AS DECIMAL(16,2)) AS amt,
  CAST(SUM(y.inscp_daily) AS DECIMAL(16,2)) AS inscp
FROM idle_day d
JOIN stay_day y ON y.stay_id = d.stay_id AND y.day = d.day
WHERE NOT d.is_wait
GROUP BY d.stay_id
