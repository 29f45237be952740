-- 匹配程度低于临界值而没有查到依据的合并症并发症；匹配程度不能评估的，要规则判明没有依据。no_fee：不需要收费的，不算。
SELECT
  u.*,
  EXISTS (SELECT 1 FROM no_fee_cc n WHERE starts_with(u.code, n.dx)) AS no_fee
FROM up_code u
WHERE NOT u.is_main
  AND ((u.q < $q_max AND u.support <> 'yes') OR (u.q IS NULL AND u.support = 'no'))
