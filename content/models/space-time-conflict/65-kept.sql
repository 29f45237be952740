-- The conflicts a person × type is judged on: the open ones, or, when none is open, those of the commonest reason.
WITH chosen AS (
  SELECT pid, subtype, excluded_by
  FROM judged
  GROUP BY pid, subtype, excluded_by
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY pid, subtype
    ORDER BY CASE WHEN excluded_by IS NULL THEN 0 ELSE 1 END, COUNT(*) DESC, excluded_by) = 1
)
SELECT
  j.pid, j.subtype, j.excluded_by, j.first_kind, j.first_id, j.first_iid, j.second_kind, j.second_id, j.second_iid, j.day,
  j.amt_total, j.amt_fund, j.overlap, j.minutes, j.distance_km, j.speed_kmh, j.die_date,
  ROW_NUMBER() OVER (PARTITION BY j.pid, j.subtype, j.second_kind, j.second_id ORDER BY j.day, j.first_id) AS nth_of_second
FROM judged j
JOIN chosen c ON c.pid = j.pid AND c.subtype = j.subtype AND COALESCE(c.excluded_by, '') = COALESCE(j.excluded_by, '')
