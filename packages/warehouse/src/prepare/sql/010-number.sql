-- 一人多号: every person number seen, with the surrogate of the person behind it (numbers of one certno_hash are one person).
WITH seen AS (
  SELECT psn_no FROM ods_psn_info_b
  UNION
  SELECT psn_no FROM v_setl
  UNION
  SELECT psn_no FROM v_mdtrt
),
keyed AS (
  SELECT s.psn_no, COALESCE('c' || NULLIF(p.certno_hash, ''), 'n' || s.psn_no) AS person_key
  FROM seen s LEFT JOIN ods_psn_info_b p ON p.psn_no = s.psn_no
  WHERE s.psn_no IS NOT NULL
),
person_keys AS (
  SELECT person_key, CAST(row_number() OVER (ORDER BY MIN(psn_no)) AS INTEGER) AS pid, COUNT(*) AS n_numbers
  FROM keyed GROUP BY person_key
)
SELECT k.psn_no, p.pid, p.n_numbers FROM keyed k JOIN person_keys p ON p.person_key = k.person_key
