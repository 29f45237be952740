-- 两种编法：原样，补上漏填的手术（作为主手术）。
SELECT 'base|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx, f.op
FROM omission c
JOIN drg_fact f ON f.stay_id = c.stay_id
UNION ALL
SELECT 'more|' || CAST(c.stay_id AS VARCHAR) AS case_key, c.stay_id, f.dx,
  CASE WHEN f.op IS NULL THEN c.implied_code ELSE c.implied_code || '|' || f.op END AS op
FROM omission c
JOIN drg_fact f ON f.stay_id = c.stay_id
WHERE c.implied_code IS NOT NULL
