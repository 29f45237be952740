-- Every stay of the window with its disease, for the comparison with the region. kind: how it was paid or done.
SELECT
  stay_id, stay_key, iid, main3,
  CASE WHEN ex_day THEN 'day' WHEN clr_way = '20' OR med_type = '26' THEN 'package' ELSE 'ordinary' END AS kind
FROM stay
WHERE adm <= $as_of AND date_diff('day', adm, $as_of) < $window_days AND has_lines AND main3 IS NOT NULL AND main3 <> ''
