-- 组内费用明显偏低的住院占比（A3 的费用口径：比值与稳健 z 都够低，且不是死亡、转院、日间等情形）。
SELECT
  c.iid, c.drg_code,
  COUNT(p.stay_id) AS n_judged,
  ROUND(AVG(CASE WHEN p.stay_id IS NULL THEN NULL
    WHEN p.r_cost <= $low_ratio AND p.rz_cost <= $low_z AND NOT (
      s.ex_death OR s.ex_transfer OR s.ex_ama OR s.ex_day OR s.ex_newb OR s.ex_matern OR s.ex_emerg OR s.ex_onco OR s.ex_uremia OR s.ex_hospice
    ) THEN 1.0 ELSE 0.0 END), 6) AS low_share
FROM concentrated c
JOIN scope o ON o.iid = c.iid AND o.drg_code = c.drg_code AND o.in_window
JOIN stay s ON s.stay_id = o.stay_id
LEFT JOIN peer_stay p ON p.stay_id = o.stay_id
GROUP BY c.iid, c.drg_code
