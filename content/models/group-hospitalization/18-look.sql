-- Each stay with the slots of the days around its admission, so that pairs are an equi-join.
SELECT m.stay_id, m.pid, m.iid, m.adm_no, m.dsc, m.main3, m.excl, m.slot + shift.k AS slot
FROM member_stay m
CROSS JOIN (VALUES (-7), (-6), (-5), (-4), (-3), (-2), (-1), (0), (1), (2), (3), (4), (5), (6), (7)) AS shift(k)
WHERE ABS(shift.k) <= $d_in
