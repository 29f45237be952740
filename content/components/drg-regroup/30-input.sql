-- 没有交付病组或权重的住院，才用分组方案分组。
SELECT CAST(s.stay_id AS VARCHAR) AS case_key, s.stay_id, f.dx, f.op
FROM stay s
JOIN drg_fact f ON f.stay_id = s.stay_id
WHERE s.drg_code IS NULL OR s.drg_wt IS NULL
