-- 主诊断为恶性肿瘤且此前没有恶性肿瘤住院：首次入院的分期检查。
SELECT c.stay_id
FROM candidate c
JOIN stay s ON s.stay_id = c.stay_id
WHERE s.main3 BETWEEN 'C00' AND 'C97'
  AND NOT EXISTS (
    SELECT 1 FROM stay e
    WHERE e.pid = s.pid AND e.main3 BETWEEN 'C00' AND 'C97' AND e.adm < s.adm
  )
