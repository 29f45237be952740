WITH icu AS (
  SELECT hadm_id, sum(CAST(los AS DOUBLE)) * 24 AS hours
  FROM ICUSTAYS
  GROUP BY hadm_id
)
SELECT
  ADMISSIONS.hadm_id AS setl_id,
  greatest(1, date_diff('day', CAST(ADMISSIONS.admittime AS TIMESTAMP), CAST(ADMISSIONS.dischtime AS TIMESTAMP))) AS act_ipt_days,
  CAST(round(icu.hours, 4) AS DECIMAL(16, 4)) AS scs_cutd_sum_dura,
  ADMISSIONS._file,
  ADMISSIONS._line
FROM ADMISSIONS
LEFT JOIN icu USING (hadm_id)
