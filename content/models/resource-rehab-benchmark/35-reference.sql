-- 标杆基准：重点三甲中医院全部用项目病例的中位数；没有中医标杆医院时用全部标杆医院。
WITH listed AS (
  SELECT iid, COALESCE(hosp_type LIKE '%中医%', FALSE) AS tcm FROM institution WHERE is_benchmark
),
chosen AS (
  SELECT iid FROM listed WHERE tcm OR NOT EXISTS (SELECT 1 FROM listed t WHERE t.tcm)
)
SELECT
  u.item_id, u.setting_i, COUNT(*) AS n_ref,
  quantile_cont(CAST(u.amt AS DOUBLE), 0.5) AS b_cost,
  quantile_cont(CAST(u.cnt AS DOUBLE), 0.5) AS b_qty,
  quantile_cont(CAST(u.cnt AS DOUBLE) / u.days, 0.5) AS b_day
FROM use_case u
JOIN chosen c ON c.iid = u.iid
GROUP BY u.item_id, u.setting_i
HAVING COUNT(*) >= $min_cases
