-- 内容检验，以及住院期间外购自费处方（本该在院内使用的药品）。
SELECT
  k.stay_id,
  MAX(CASE WHEN i.costly_drug OR i.off_list OR i.large_exam OR i.expected_inside THEN 1 ELSE 0 END) = 1 AS valuable,
  MAX(CASE WHEN i.costly_drug THEN 1 ELSE 0 END) = 1 AS has_costly,
  MAX(CASE WHEN i.off_list THEN 1 ELSE 0 END) = 1 AS has_off_list,
  MAX(CASE WHEN i.large_exam THEN 1 ELSE 0 END) = 1 AS has_large,
  MAX(CASE WHEN i.expected_inside THEN 1 ELSE 0 END) = 1 AS has_expected,
  MAX(CASE WHEN k.phase = '住院期间' AND k.med_class = 'PHA' AND i.kind = 'drug' AND i.expected_inside AND i.ownpay > 0 THEN 1 ELSE 0 END) = 1 AS outside_rx
FROM link_judged k
JOIN link_item i ON i.stay_id = k.stay_id AND i.sid = k.sid
WHERE k.dropped_by IS NULL
GROUP BY k.stay_id
