-- Every stay of the window and disease, for the comparison with the region.
SELECT stay_id, iid, main3
FROM stay
WHERE adm <= $as_of AND date_diff('day', adm, $as_of) < $window_days AND has_lines AND main3 IS NOT NULL AND main3 <> ''
