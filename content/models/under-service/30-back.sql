-- 医嘱离院后又住院（计划性的放化疗、透析、康复、产科和外伤不算）或看急诊，取最早一次。
WITH home AS (
  SELECT s.stay_id, s.pid, s.dsc, s.readm_plan
  FROM near n
  JOIN stay s ON s.stay_id = n.stay_id
  WHERE s.dscg_way = '1'
),
event AS (
  SELECT pid, stay_id, adm AS day, '再入院' AS kind, stay_key AS visit_no, fixmedins_code, main_code
  FROM stay
  WHERE NOT (COALESCE(ex_onco, FALSE) OR COALESCE(ex_uremia, FALSE) OR COALESCE(ex_rehab, FALSE) OR COALESCE(ex_matern, FALSE) OR COALESCE(ex_trauma, FALSE) OR COALESCE(ex_day, FALSE))
  UNION ALL
  SELECT v.pid, CAST(NULL AS INTEGER) AS stay_id, v.begndate AS day, '急诊' AS kind, v.setl_id AS visit_no, i.fixmedins_code, v.main_code
  FROM settlement v
  JOIN institution i ON i.iid = v.iid
  WHERE v.emerg AND v.stay_id IS NULL
)
SELECT h.stay_id, e.day, e.kind, e.visit_no, e.fixmedins_code, e.main_code, date_diff('day', h.dsc, e.day) AS gap
FROM home h
JOIN event e ON e.pid = h.pid AND (e.stay_id IS NULL OR e.stay_id <> h.stay_id)
  AND date_diff('day', h.dsc, e.day) BETWEEN 0 AND $return_days
WHERE COALESCE(h.readm_plan, '1') <> '2'
QUALIFY ROW_NUMBER() OVER (PARTITION BY h.stay_id ORDER BY e.day, e.kind, e.visit_no) = 1
