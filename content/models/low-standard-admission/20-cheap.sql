-- 费用明显低于同级同病种的住院（含上一统计期，用于与历史比较）。有靶器官损害的高血压不算门诊可治疗。
WITH near AS (
  SELECT
    p.stay_id, p.set_id, p.in_window, p.n AS peer_n, p.med_cost, p.r_cost, p.rz_cost,
    s.iid, COALESCE(s.dept, '') AS dept, s.los,
    t.main_code IS NOT NULL AND NOT (t.hypertension AND EXISTS (
      SELECT 1 FROM stay_diag g JOIN diag_set o ON o.set_id = 'TARGET_ORGAN' AND starts_with(g.code, o.code)
      WHERE g.stay_id = p.stay_id
    )) AS treatable
  FROM peer_stay p
  JOIN stay s ON s.stay_id = p.stay_id
  LEFT JOIN treatable_code t ON t.main_code = s.main_code
  WHERE p.r_cost <= GREATEST($r_max, $r_treatable)
    AND COALESCE(p.rung, 0) <= $rung_max
)
SELECT *, r_cost <= $r_max AND rz_cost <= $rz_max AS cheap
FROM near
WHERE (r_cost <= $r_max AND rz_cost <= $rz_max)
  OR (treatable AND los <= $los_max AND r_cost <= $r_treatable)
