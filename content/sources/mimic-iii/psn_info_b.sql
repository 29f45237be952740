-- Births of patients older than 89 are shifted by some 300 years: unknown, not 300 years old.
WITH first_admission AS (
  SELECT subject_id, min(CAST(admittime AS TIMESTAMP)) AS admitted
  FROM ADMISSIONS
  GROUP BY subject_id
)
SELECT
  PATIENTS.subject_id AS psn_no,
  CASE PATIENTS.gender WHEN 'M' THEN '1' WHEN 'F' THEN '2' ELSE '9' END AS gend,
  CASE
    WHEN date_diff('year', TRY_CAST(PATIENTS.dob AS TIMESTAMP), first_admission.admitted) > 120 THEN NULL
    ELSE PATIENTS.dob
  END AS brdy,
  PATIENTS.dod AS die_date,
  PATIENTS._file,
  PATIENTS._line
FROM PATIENTS
LEFT JOIN first_admission USING (subject_id)
