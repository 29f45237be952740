-- The source settles nothing: one nominal settlement per admission, without any amount.
SELECT
  hadm_id AS setl_id,
  hadm_id AS mdtrt_id,
  subject_id AS psn_no,
  'MIMIC-BIDMC' AS fixmedins_code,
  '21' AS med_type,
  admittime AS begndate,
  dischtime AS enddate,
  dischtime AS setl_time,
  '0' AS refd_setl_flag,
  _file,
  _line
FROM ADMISSIONS
