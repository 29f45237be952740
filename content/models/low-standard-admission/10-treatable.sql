-- 门诊可治疗病种的主诊断编码。
SELECT DISTINCT s.main_code, starts_with(s.main_code, 'I10') AS hypertension
FROM (SELECT DISTINCT main_code FROM stay WHERE main_code IS NOT NULL) s
JOIN diag_set d ON d.set_id = 'OPT_TREATABLE' AND starts_with(s.main_code, d.code)
