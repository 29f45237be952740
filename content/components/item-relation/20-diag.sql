-- 主诊断的四位亚目与所属三位类目。
SELECT
  diag4,
  CAST(ROW_NUMBER() OVER (ORDER BY diag4) AS INTEGER) AS diag_id,
  CAST(DENSE_RANK() OVER (ORDER BY substr(diag4, 1, 3)) AS INTEGER) AS cat_id
FROM (SELECT DISTINCT substr(main_code, 1, 5) AS diag4 FROM stay WHERE main_code IS NOT NULL) d
