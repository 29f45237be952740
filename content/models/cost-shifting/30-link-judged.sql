-- 逐条关联结算判断是否属于正当情形（dropped_by 为空的保留）。
WITH separate AS (
  SELECT set_id, code FROM diag_set WHERE set_id IN ('ORAL_DISEASE', 'EYE_DISEASE', 'COSMETIC')
),
unrelated AS (
  SELECT DISTINCT k.stay_id, k.sid
  FROM link k
  JOIN separate d ON starts_with(k.main_code, d.code)
  JOIN stay s ON s.stay_id = k.stay_id
  WHERE NOT EXISTS (SELECT 1 FROM separate e WHERE e.set_id = d.set_id AND starts_with(s.main_code, e.code))
),
antenatal AS (
  SELECT DISTINCT k.sid
  FROM link k
  JOIN diag_set d ON d.set_id = 'ANTENATAL' AND starts_with(k.main_code, d.code)
)
SELECT
  k.*,
  CASE
    WHEN s.ex_death THEN 'EX-DEATH'
    WHEN s.ex_matern OR a.sid IS NOT NULL THEN 'EX-MATERN'
    WHEN s.adm_way = '3' AND k.phase = '入院前' AND k.iid <> s.iid THEN 'EX-TRANSFER'
    WHEN u.sid IS NOT NULL THEN 'EX-UNRELATED'
    WHEN r.sid IS NOT NULL THEN 'EX-REFILL'
  END AS dropped_by
FROM link k
JOIN stay s ON s.stay_id = k.stay_id
LEFT JOIN unrelated u ON u.stay_id = k.stay_id AND u.sid = k.sid
LEFT JOIN antenatal a ON a.sid = k.sid
LEFT JOIN refill r ON r.sid = k.sid
