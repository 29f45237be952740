-- 高龄且合并多种慢性病：只作标记。
SELECT c.stay_id, COUNT(DISTINCT d.code) AS n_chronic
FROM cheap_stay c
JOIN stay s ON s.stay_id = c.stay_id AND s.age >= $frail_age
JOIN stay_diag d ON d.stay_id = c.stay_id
JOIN diag_set t ON t.set_id = 'CHRONIC' AND starts_with(d.code, t.code)
WHERE c.in_window
GROUP BY c.stay_id
HAVING COUNT(DISTINCT d.code) >= $frail_diags
