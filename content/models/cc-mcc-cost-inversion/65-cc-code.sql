-- 决定入组的合并症诊断。
SELECT c.stay_id, c.iid, split_part(t.case_key, '|', 2) AS code, substr(split_part(t.case_key, '|', 2), 1, 5) AS diag4
FROM trial_grouped t
JOIN cc_case c ON CAST(c.stay_id AS VARCHAR) = split_part(t.case_key, '|', 1)
WHERE t.grouped AND t.adrg = c.adrg AND substr(t.drg_code, length(t.drg_code), 1) IN ('1', '3')
