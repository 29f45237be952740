WITH departments AS (
  SELECT
    hadm_id,
    arg_min(curr_service, CAST(transfertime AS TIMESTAMP)) AS first_service,
    arg_max(curr_service, CAST(transfertime AS TIMESTAMP)) AS last_service
  FROM SERVICES
  GROUP BY hadm_id
),
main_diagnosis AS (
  SELECT hadm_id, min(icd9_code) AS icd9_code
  FROM DIAGNOSES_ICD
  WHERE seq_num = '1'
  GROUP BY hadm_id
),
main_operation AS (
  SELECT hadm_id, min(icd9_code) AS icd9_code
  FROM PROCEDURES_ICD
  WHERE seq_num = '1'
  GROUP BY hadm_id
)
SELECT
  ADMISSIONS.hadm_id AS mdtrt_id,
  ADMISSIONS.subject_id AS psn_no,
  'MIMIC-BIDMC' AS fixmedins_code,
  '21' AS med_type,
  ADMISSIONS.admittime AS begntime,
  ADMISSIONS.dischtime AS endtime,
  departments.first_service AS adm_dept_codg,
  departments.last_service AS dscg_dept_codg,
  CASE
    WHEN ADMISSIONS.admission_location = 'EMERGENCY ROOM ADMIT' THEN '1'
    WHEN ADMISSIONS.admission_location LIKE '%REFERRAL%' THEN '2'
    WHEN ADMISSIONS.admission_location LIKE 'TRANSFER FROM%' THEN '3'
    ELSE '9'
  END AS adm_way,
  CASE
    WHEN ADMISSIONS.discharge_location = 'DEAD/EXPIRED' THEN '5'
    WHEN ADMISSIONS.discharge_location LIKE 'LEFT AGAINST%' THEN '4'
    WHEN ADMISSIONS.discharge_location LIKE 'HOME%' THEN '1'
    WHEN ADMISSIONS.discharge_location LIKE '%HOSP%' AND ADMISSIONS.discharge_location NOT LIKE 'HOSPICE%' THEN '2'
    WHEN ADMISSIONS.discharge_location IN ('SNF', 'ICF') THEN '3'
    ELSE '9'
  END AS dscg_way,
  -- ICD-9-CM with its point and a suffix that names the system; V and E codes in lower case, so that none looks like ICD-10.
  CASE
    WHEN main_diagnosis.icd9_code IS NULL THEN NULL
    WHEN left(main_diagnosis.icd9_code, 1) = 'E'
      THEN lower(left(main_diagnosis.icd9_code, 4)) || CASE WHEN length(main_diagnosis.icd9_code) > 4 THEN '.' || substr(main_diagnosis.icd9_code, 5) ELSE '' END || '#ICD9'
    ELSE lower(left(main_diagnosis.icd9_code, 3)) || CASE WHEN length(main_diagnosis.icd9_code) > 3 THEN '.' || substr(main_diagnosis.icd9_code, 4) ELSE '' END || '#ICD9'
  END AS dscg_maindiag_code,
  left(main_operation.icd9_code, 2) || '.' || substr(main_operation.icd9_code, 3) AS oprn_oprt_code,
  '0' AS inhosp_stas,
  ADMISSIONS.deathtime AS die_date,
  '0' AS out_mdtrt_flag,
  ADMISSIONS._file,
  ADMISSIONS._line
FROM ADMISSIONS
LEFT JOIN departments USING (hadm_id)
LEFT JOIN main_diagnosis USING (hadm_id)
LEFT JOIN main_operation USING (hadm_id)
