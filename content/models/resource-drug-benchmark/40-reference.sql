-- 标杆医院基准：标杆医院全部用药病例的中位数。
WITH wanted AS (
  SELECT DISTINCT grp_id, item_id FROM indicator
),
ref_visit AS (
  SELECT v.setting_i, v.visit_id, v.days, u.grp_id
  FROM visit_unit v
  JOIN unit u ON u.unit_id = v.unit_id
  WHERE u.is_benchmark
),
used AS (
  SELECT r.grp_id, i.item_id, CAST(i.amt AS DOUBLE) AS amt, CAST(i.cnt AS DOUBLE) AS cnt, r.days
  FROM stay_item i
  JOIN ref_visit r ON r.setting_i = 1 AND r.visit_id = i.stay_id
  JOIN wanted w ON w.grp_id = r.grp_id AND w.item_id = i.item_id
  WHERE i.amt > 0 AND i.cnt > 0
  UNION ALL
  SELECT r.grp_id, i.item_id, CAST(i.amt AS DOUBLE) AS amt, CAST(i.cnt AS DOUBLE) AS cnt, r.days
  FROM opt_item i
  JOIN ref_visit r ON r.setting_i = 2 AND r.visit_id = i.sid
  JOIN wanted w ON w.grp_id = r.grp_id AND w.item_id = i.item_id
  WHERE i.amt > 0 AND i.cnt > 0
)
SELECT
  grp_id, item_id, COUNT(*) AS n_ref,
  quantile_cont(amt, 0.5) AS b_cost,
  quantile_cont(cnt, 0.5) AS b_qty,
  quantile_cont(cnt / days, 0.5) AS b_day
FROM used
GROUP BY grp_id, item_id
HAVING COUNT(*) >= $min_cases
