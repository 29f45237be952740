-- 两次都按 DRG 付费的：各自按所填编码重新分组（a、b，核对分组方案是否同一个），以及合并成一次（m）：编码取并集，主诊断和主手术取费用高的一次，天数和监护时间相加。
WITH paid AS (
  SELECT
    p.a_id, p.b_id,
    concat(CAST(p.a_id AS VARCHAR), '|', CAST(p.b_id AS VARCHAR)) AS pair_key,
    CASE WHEN b.cost > a.cost THEN b.stay_id ELSE a.stay_id END AS main_id
  FROM pair p
  JOIN stay a ON a.stay_id = p.a_id
  JOIN stay b ON b.stay_id = p.b_id
  WHERE a.clr_way = '40' AND b.clr_way = '40' AND a.drg_pay_std > 0 AND b.drg_pay_std > 0
),
diagnosis AS (
  SELECT p.a_id, p.b_id, d.code, MIN(CASE WHEN d.stay_id = p.main_id THEN d.seq ELSE 1000 + d.seq END) AS place
  FROM paid p
  JOIN stay_diag d ON d.stay_id = p.a_id OR d.stay_id = p.b_id
  GROUP BY p.a_id, p.b_id, d.code
),
all_dx AS (
  SELECT a_id, b_id, array_to_string(array_agg(code ORDER BY place, code), '|') AS dx FROM diagnosis GROUP BY a_id, b_id
),
operation AS (
  SELECT p.a_id, p.b_id, o.code, MIN(CASE WHEN o.stay_id = p.main_id THEN o.seq ELSE 1000 + o.seq END) AS place
  FROM paid p
  JOIN stay_oprn o ON o.stay_id = p.a_id OR o.stay_id = p.b_id
  GROUP BY p.a_id, p.b_id, o.code
),
all_op AS (
  SELECT a_id, b_id, array_to_string(array_agg(code ORDER BY place, code), '|') AS op FROM operation GROUP BY a_id, b_id
)
SELECT concat(p.pair_key, '|a') AS case_key, p.a_id AS stay_id, f.dx, f.op, f.los, f.icu_hours, f.vent_hours
FROM paid p
JOIN drg_fact f ON f.stay_id = p.a_id
UNION ALL
SELECT concat(p.pair_key, '|b') AS case_key, p.b_id AS stay_id, f.dx, f.op, f.los, f.icu_hours, f.vent_hours
FROM paid p
JOIN drg_fact f ON f.stay_id = p.b_id
UNION ALL
SELECT
  concat(p.pair_key, '|m') AS case_key,
  p.b_id AS stay_id,
  x.dx,
  o.op,
  a.los + b.los AS los,
  CASE WHEN a.icu_hours IS NOT NULL OR b.icu_hours IS NOT NULL THEN COALESCE(a.icu_hours, 0) + COALESCE(b.icu_hours, 0) END AS icu_hours,
  CASE WHEN a.vent_hours IS NOT NULL OR b.vent_hours IS NOT NULL THEN COALESCE(a.vent_hours, 0) + COALESCE(b.vent_hours, 0) END AS vent_hours
FROM paid p
JOIN drg_fact a ON a.stay_id = p.a_id
JOIN drg_fact b ON b.stay_id = p.b_id
JOIN all_dx x ON x.a_id = p.a_id AND x.b_id = p.b_id
LEFT JOIN all_op o ON o.a_id = p.a_id AND o.b_id = p.b_id
