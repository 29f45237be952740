-- 费用比偏低并有病组盈余、或者住院天数过短的住院：三项成立的住院必有其一，或者出院后返回。
SELECT
  p.stay_id, p.set_id, p.n AS peer_n, p.med_cost, p.r_cost, l.los_low, l.los_med,
  CAST(s.los AS DOUBLE) / NULLIF(l.los_med, 0) AS los_ratio,
  g.drg_code, g.pay,
  p.r_cost <= $r_max AND g.pay > s.cost AS cheap,
  p.r_cost <= $r_max AND g.pay IS NULL AS no_pay,
  s.los < l.los_low AS short_stay
FROM peer_stay p
JOIN stay s ON s.stay_id = p.stay_id
JOIN length_list l ON l.set_id = p.set_id
LEFT JOIN drg_stay g ON g.stay_id = p.stay_id AND g.grouped
WHERE p.in_window AND p.rung <= $rung_max
