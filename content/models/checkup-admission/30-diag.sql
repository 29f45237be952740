-- 初筛住院出现过的诊断（四位亚目），编成整数。
SELECT diag4, CAST(ROW_NUMBER() OVER (ORDER BY diag4) AS INTEGER) AS diag_id
FROM (
  SELECT DISTINCT substr(d.code, 1, 5) AS diag4
  FROM suspect_stay c
  JOIN stay_diag d ON d.stay_id = c.stay_id
) t
