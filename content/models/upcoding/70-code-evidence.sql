-- 影响入组的每个编码：认可什么依据、查到什么、其他机构怎样。
SELECT
  s.stay_key AS subject_id,
  u.code,
  u.role,
  CASE
    WHEN f.code IS NOT NULL AND u.support = 'no' THEN '没有依据，去掉'
    WHEN f.code IS NOT NULL THEN '与资源不符，去掉'
    WHEN u.support = 'yes' THEN '有依据，保留'
    ELSE '保留'
  END AS verdict,
  u.requirement,
  COALESCE(u.evidence, CASE WHEN u.requirement IS NOT NULL THEN '没有查到' END) AS evidence,
  u.peer_rate,
  u.peer_n,
  u.m,
  u.q
FROM up_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN up_code u ON u.stay_id = c.stay_id
LEFT JOIN up_flag f ON f.stay_id = u.stay_id AND f.code = u.code
WHERE c.is_case
