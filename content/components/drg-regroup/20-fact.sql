-- 分组要用的全部事实：诊断（主诊断在前）、手术（主手术在前）和病例情况。没有交付的是 NULL，不当作 0。
WITH diagnosed AS (
  SELECT stay_id, array_to_string(array_agg(code ORDER BY seq), '|') AS dx
  FROM stay_diag
  GROUP BY stay_id
),
operated AS (
  SELECT stay_id, array_to_string(array_agg(code ORDER BY seq), '|') AS op
  FROM stay_oprn
  GROUP BY stay_id
)
SELECT
  s.stay_id,
  d.dx,
  o.op,
  CAST(s.dsc AS VARCHAR) AS dsc,
  s.gend,
  s.age,
  s.age_days,
  w.birth_weight,
  s.los,
  s.dscg_way,
  s.icu_hours,
  s.vent_hours,
  s.nurs_special_days AS nursing_days,
  s.med_type,
  s.dept
FROM stay s
LEFT JOIN diagnosed d ON d.stay_id = s.stay_id
LEFT JOIN operated o ON o.stay_id = s.stay_id
LEFT JOIN drg_birth_weight w ON w.stay_id = s.stay_id
