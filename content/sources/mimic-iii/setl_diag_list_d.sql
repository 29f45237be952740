-- ICD-9-CM with its point and a suffix that names the system; V and E codes in lower case, so that none looks like ICD-10.
SELECT
  hadm_id AS mdtrt_id,
  seq_num AS diag_srt_no,
  CASE
    WHEN left(icd9_code, 1) = 'E'
      THEN lower(left(icd9_code, 4)) || CASE WHEN length(icd9_code) > 4 THEN '.' || substr(icd9_code, 5) ELSE '' END || '#ICD9'
    ELSE lower(left(icd9_code, 3)) || CASE WHEN length(icd9_code) > 3 THEN '.' || substr(icd9_code, 4) ELSE '' END || '#ICD9'
  END AS diag_code,
  '1' AS diag_type,
  CASE WHEN seq_num = '1' THEN '1' ELSE '0' END AS maindiag_flag,
  _file,
  _line
FROM DIAGNOSES_ICD
