-- ICD-9-CM volume 3: the same system as ICD-9-CM-3, written with its point. The day of the operation is not in the data.
SELECT
  hadm_id AS mdtrt_id,
  seq_num AS oprn_srt_no,
  left(icd9_code, 2) || '.' || substr(icd9_code, 3) AS oprn_oprt_code,
  CASE WHEN seq_num = '1' THEN '1' ELSE '0' END AS main_oprn_flag,
  _file,
  _line
FROM PROCEDURES_ICD
