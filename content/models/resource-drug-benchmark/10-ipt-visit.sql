-- 统计期内的住院及其病种组：有 DRG 用 DRG，没有用主诊断三位类目；肿瘤计划治疗只在同一肿瘤类目的计划治疗之间比较。
WITH tumour AS (
  SELECT d.stay_id, MIN(substr(d.code, 1, 3)) AS code3
  FROM stay_diag d
  JOIN stay s ON s.stay_id = d.stay_id AND s.ex_onco
  WHERE substr(d.code, 1, 3) BETWEEN 'C00' AND 'C97' OR substr(d.code, 1, 3) BETWEEN 'D37' AND 'D48'
  GROUP BY d.stay_id
)
SELECT
  s.stay_id AS visit_id,
  s.iid,
  CASE WHEN s.ex_onco THEN concat(COALESCE(t.code3, s.main3), '+计划治疗') ELSE COALESCE(s.drg_code, s.main3) END AS grp,
  s.ex_onco AS onco,
  s.los AS days,
  CASE WHEN s.inscp > 0 THEN LEAST(1, GREATEST(0, CAST(s.fund AS DOUBLE) / CAST(s.inscp AS DOUBLE))) ELSE 0 END AS fund_ratio
FROM stay s
LEFT JOIN tumour t ON t.stay_id = s.stay_id
WHERE s.has_lines
  AND COALESCE(s.drg_code, s.main3) IS NOT NULL
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
