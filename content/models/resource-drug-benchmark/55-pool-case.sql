-- 候选单元所在同级组的全部用药病例：逐例取最差指标的数值。
WITH wanted AS (
  SELECT DISTINCT pool_id, item_id, k FROM candidate
)
SELECT
  w.pool_id, w.item_id, w.k, u.unit_id, u.setting_i, u.visit_id, u.amt, u.cnt, u.days,
  ROUND(CASE w.k WHEN 1 THEN CAST(u.amt AS DOUBLE) WHEN 2 THEN CAST(u.cnt AS DOUBLE) ELSE CAST(u.cnt AS DOUBLE) / u.days END, 6) AS v
FROM pool_use u
JOIN wanted w ON w.pool_id = u.pool_id AND w.item_id = u.item_id
