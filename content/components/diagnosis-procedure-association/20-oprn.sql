-- 四位手术编码；穿刺、换药等附带操作不作为相应手术。
SELECT oprn4, CAST(ROW_NUMBER() OVER (ORDER BY oprn4) AS INTEGER) AS oprn_id, substr(oprn4, 1, 4) AS family
FROM (
  SELECT DISTINCT substr(o.code, 1, 5) AS oprn4
  FROM stay_oprn o
  WHERE o.code IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM diag_set d WHERE d.set_id = 'INCIDENTAL_OPRN' AND starts_with(o.code, d.code))
) c
