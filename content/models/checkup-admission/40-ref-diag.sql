-- 近 24 个月参照住院与上述诊断。
SELECT DISTINCT d.stay_id, k.diag_id
FROM peer_stay p
JOIN peer_base b ON b.stay_id = p.stay_id
JOIN stay_diag d ON d.stay_id = p.stay_id
JOIN suspect_diag k ON k.diag4 = substr(d.code, 1, 5)
WHERE b.cost BETWEEN p.p01_cost AND p.p99_cost
