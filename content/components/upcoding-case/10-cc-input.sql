SELECT CAST(stay_id AS VARCHAR) AS case_key, stay_id, dx
FROM match_stay
WHERE dx LIKE '%|%'
