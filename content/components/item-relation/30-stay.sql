-- 参照住院：训练期内，费用在同类组 P1–P99 之内。
SELECT p.stay_id, d.diag_id, d.cat_id, COALESCE(i.is_benchmark, FALSE) AS bench
FROM peer_stay p
JOIN peer_base b ON b.stay_id = p.stay_id
JOIN stay s ON s.stay_id = p.stay_id
JOIN institution i ON i.iid = s.iid
JOIN rel_diag d ON d.diag4 = substr(s.main_code, 1, 5)
WHERE b.cost BETWEEN p.p01_cost AND p.p99_cost
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $rel_days - 1
