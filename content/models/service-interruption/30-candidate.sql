-- 空闲比例与最长连续空闲；run_* 为扣除手术前等待之后的数。
WITH total AS (
  SELECT
    stay_id,
    SUM(n) AS idle_all, MAX(n) AS run_all,
    SUM(n - n_wait) AS idle_days, MAX(n - n_wait) AS run_days
  FROM idle_run
  GROUP BY stay_id
),
rated AS (
  SELECT
    t.stay_id, c.inner_days, t.idle_all, t.run_all, t.idle_days, t.run_days,
    ROUND(CAST(t.idle_all AS DOUBLE) / c.inner_days, 6) AS idle_all_share,
    ROUND(CAST(t.idle_days AS DOUBLE) / c.inner_days, 6) AS idle_share
  FROM total t
  JOIN suspect_stay c ON c.stay_id = t.stay_id
)
SELECT
  stay_id,
  CAST(inner_days AS INTEGER) AS inner_days,
  CAST(idle_all AS INTEGER) AS idle_all,
  CAST(run_all AS INTEGER) AS run_all,
  CAST(idle_days AS INTEGER) AS idle_days,
  CAST(run_days AS INTEGER) AS run_days,
  idle_all_share,
  idle_share,
  idle_share >= $idle_min OR run_days >= $run_min AS hit
FROM rated
WHERE idle_all_share >= $idle_min OR run_all >= $run_min
