-- Each stay with its own week and the two beside it: stays less than a week apart meet in an equi-join.
SELECT s.stay_id, s.pid, s.cell, s.adm_no, s.drug, s.exam, s.material, s.slot + shift.k AS slot
FROM scope s
CROSS JOIN (VALUES (-1), (0), (1)) AS shift(k)
