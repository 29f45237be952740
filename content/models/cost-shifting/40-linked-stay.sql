-- 每次住院的关联结算合计。全部关联结算都属正当情形时，整次住院记为被排除，仍按这些结算计算金额以备核对。
WITH marked AS (
  SELECT *, MIN(CASE WHEN dropped_by IS NULL THEN 0 ELSE 1 END) OVER (PARTITION BY stay_id) = 0 AS any_kept
  FROM link_judged
)
SELECT
  stay_id,
  CASE WHEN MAX(CASE WHEN dropped_by IS NULL THEN 1 ELSE 0 END) = 0 THEN MIN(dropped_by) END AS excluded_by,
  COUNT(*) AS n_link,
  COUNT(*) FILTER (WHERE phase = '住院期间') AS n_inside,
  CAST(SUM(fulamt_ownpay_amt) AS DECIMAL(16,2)) AS shift,
  MIN(begndate) AS first_day,
  MAX(begndate) AS last_day,
  CAST(MAX(own_ratio) AS DOUBLE) AS own_ratio,
  array_agg(setl_id ORDER BY begndate, setl_id) AS link_setl_ids
FROM marked
WHERE dropped_by IS NULL OR NOT any_kept
GROUP BY stay_id
