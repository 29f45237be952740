-- 标杆基准：重点三甲西医医院全部病例的中位数。
SELECT class_id, oprn4, COUNT(*) AS n_ref,
  quantile_cont(CAST(amt AS DOUBLE), 0.5) AS b_cost,
  quantile_cont(CAST(cnt AS DOUBLE), 0.5) AS b_qty,
  quantile_cont(CAST(cnt AS DOUBLE) / days, 0.5) AS b_day
FROM use_case
WHERE is_reference AND oprn4 IS NOT NULL AND set_aside IS NULL
GROUP BY class_id, oprn4
HAVING COUNT(*) >= $min_cases
