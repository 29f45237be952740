SELECT
  s.stay_key AS subject_id,
  u.code,
  u.role,
  CASE
    WHEN f.no_fee THEN '不需要单独收费，保留'
    WHEN f.code IS NOT NULL THEN '没有依据，去掉'
    WHEN u.support = 'yes' THEN '有依据，保留'
    ELSE '保留'
  END AS verdict,
  u.requirement,
  COALESCE(u.evidence, CASE WHEN u.requirement IS NOT NULL THEN '没有查到' END) AS evidence,
  u.m,
  u.q,
  r.rate_ratio
FROM compared c
JOIN stay s ON s.stay_id = c.stay_id
JOIN up_code u ON u.stay_id = c.stay_id AND NOT u.is_main
LEFT JOIN flag f ON f.stay_id = u.stay_id AND f.code = u.code
LEFT JOIN code_rate r ON r.iid = s.iid AND r.code = u.code
WHERE c.same_scheme AND c.drop_share >= $cc_drop AND c.pay_orig - c.pay_corr >= $cc_pay
