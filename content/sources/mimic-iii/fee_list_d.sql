-- Prescriptions are lines without price: amounts stay empty. A dose range such as 1-2 has no single count. The code says which system it is from.
SELECT
  'RX' || row_id AS feedetl_sn,
  hadm_id AS setl_id,
  hadm_id AS mdtrt_id,
  subject_id AS psn_no,
  'MIMIC-BIDMC' AS fixmedins_code,
  startdate AS fee_ocur_time,
  CASE
    WHEN ndc IS NOT NULL AND ndc <> '0' THEN 'NDC:' || ndc
    WHEN formulary_drug_cd IS NOT NULL THEN 'FORMULARY:' || formulary_drug_cd
    ELSE 'NAME:' || drug
  END AS med_list_codg,
  drug AS hilist_name,
  '101' AS list_type,
  '09' AS med_chrgitm_type,
  TRY_CAST(form_val_disp AS DECIMAL(16, 4)) AS cnt,
  dose_val_rx || ' ' || dose_unit_rx AS sin_dos_dscr,
  route AS medc_way_dscr,
  _file,
  _line
FROM PRESCRIPTIONS
