-- 每项指标与两个基准之比及等级（3 高、2 中、0 未达）。标杆基准缺失或为 0 时取区域同级之比。
WITH long AS (
  SELECT i.cell_id, 1 AS k, '次均费用' AS indicator, i.x_cost AS x, r.b_cost AS b_ref, p.b_cost AS b_peer, p.n_inst, r.n_ref
  FROM indicator i
  LEFT JOIN reference r ON r.item_id = i.item_id AND r.setting_i = i.setting_i
  LEFT JOIN peer p ON p.item_id = i.item_id AND p.setting_i = i.setting_i AND p.tier = COALESCE(i.tier, '')
  UNION ALL
  SELECT i.cell_id, 2 AS k, '次均次数' AS indicator, i.x_qty AS x, r.b_qty AS b_ref, p.b_qty AS b_peer, p.n_inst, r.n_ref
  FROM indicator i
  LEFT JOIN reference r ON r.item_id = i.item_id AND r.setting_i = i.setting_i
  LEFT JOIN peer p ON p.item_id = i.item_id AND p.setting_i = i.setting_i AND p.tier = COALESCE(i.tier, '')
  UNION ALL
  SELECT i.cell_id, 3 AS k, '日均次数' AS indicator, i.x_day AS x, r.b_day AS b_ref, p.b_day AS b_peer, p.n_inst, r.n_ref
  FROM indicator i
  LEFT JOIN reference r ON r.item_id = i.item_id AND r.setting_i = i.setting_i
  LEFT JOIN peer p ON p.item_id = i.item_id AND p.setting_i = i.setting_i AND p.tier = COALESCE(i.tier, '')
  WHERE i.x_day IS NOT NULL
),
ratio AS (
  SELECT cell_id, k, indicator, ROUND(x, 6) AS x, ROUND(b_ref, 6) AS b_ref, ROUND(b_peer, 6) AS b_peer, n_inst, n_ref,
    CASE WHEN b_ref > 0 THEN ROUND(x / b_ref, 6) WHEN b_peer > 0 THEN ROUND(x / b_peer, 6) END AS r_ref,
    CASE WHEN b_peer > 0 THEN ROUND(x / b_peer, 6) END AS r_peer
  FROM long
)
SELECT *,
  CASE
    WHEN LEAST(r_ref, COALESCE(r_peer, 0)) >= $hi_both OR GREATEST(r_ref, COALESCE(r_peer, 0)) >= $hi_one THEN 3
    WHEN LEAST(r_ref, COALESCE(r_peer, 0)) >= $mid_both OR GREATEST(r_ref, COALESCE(r_peer, 0)) >= $mid_one THEN 2
    ELSE 0
  END AS lvl
FROM ratio
WHERE r_ref IS NOT NULL
