-- Institutions of the register and those that only claims name. Pharmacies are told by fixmedins_type, not by level.
WITH seen AS (
  SELECT fixmedins_code FROM ods_fixmedins_b
  UNION
  SELECT fixmedins_code FROM v_setl
  UNION
  SELECT fixmedins_code FROM v_mdtrt
)
SELECT CAST(row_number() OVER (ORDER BY s.fixmedins_code) AS INTEGER) AS iid,
  s.fixmedins_code, f.fixmedins_name, f.fixmedins_type, f.hosp_lv,
  CASE
    WHEN f.fixmedins_type = '2' THEN 'P'
    WHEN lpad(f.hosp_lv, 2, '0') BETWEEN '01' AND '04' THEN '3'
    WHEN lpad(f.hosp_lv, 2, '0') BETWEEN '05' AND '07' THEN '2'
    WHEN lpad(f.hosp_lv, 2, '0') BETWEEN '08' AND '10' THEN '1'
    ELSE '0'
  END AS tier,
  f.hosp_type, f.economic_type, f.admdvs, CAST(f.lng AS DOUBLE) AS lng, CAST(f.lat AS DOUBLE) AS lat,
  f.open_time, f.close_time, CAST(f.aprv_bed_cnt AS INTEGER) AS aprv_bed_cnt,
  CAST(f.dialysis_machine_cnt AS INTEGER) AS dialysis_machine_cnt,
  CAST(f.rehab_therapist_cnt AS INTEGER) AS rehab_therapist_cnt,
  COALESCE(CAST(f.is_benchmark AS VARCHAR) IN ('1', 'true'), FALSE) AS is_benchmark,
  f.dual_channel_flag
FROM seen s LEFT JOIN ods_fixmedins_b f ON f.fixmedins_code = s.fixmedins_code
WHERE s.fixmedins_code IS NOT NULL
