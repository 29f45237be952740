-- T1: two stays of one person at different institutions that overlap by more than the tolerance; the cheaper one is
-- the secondary. late = the services themselves do not overlap (discharge registered late).
WITH candidate AS (
  SELECT a.stay_id AS a_id, b.stay_id AS b_id
  FROM stay a
  JOIN stay b ON b.pid = a.pid AND b.stay_key > a.stay_key AND b.iid <> a.iid AND b.adm < a.dsc AND a.adm < b.dsc
  WHERE date_diff('day', GREATEST(a.adm, b.adm), LEAST(a.dsc, b.dsc)) > $overlap_days
    AND GREATEST(a.adm, b.adm) <= $as_of
    AND date_diff('day', LEAST(a.dsc, b.dsc), $as_of) < $run_days
),
service AS (
  SELECT d.stay_id, MIN(d.day) AS day_from, MAX(d.day) AS day_to
  FROM stay_day d
  WHERE d.stay_id IN (SELECT a_id FROM candidate UNION SELECT b_id FROM candidate)
  GROUP BY d.stay_id
),
side AS (
  SELECT
    c.a_id, c.b_id,
    a.pid,
    COALESCE(b.cost, 0) < COALESCE(a.cost, 0) OR (COALESCE(b.cost, 0) = COALESCE(a.cost, 0) AND b.adm >= a.adm) AS b_is_second,
    date_diff('day', GREATEST(a.adm, b.adm), LEAST(a.dsc, b.dsc)) AS overlap,
    date_diff('day', GREATEST(va.day_from, vb.day_from), LEAST(va.day_to, vb.day_to)) <= $overlap_days
      AND COALESCE(a.top_minute_share, 0) <= $batch_share AND COALESCE(b.top_minute_share, 0) <= $batch_share AS late
  FROM candidate c
  JOIN stay a ON a.stay_id = c.a_id
  JOIN stay b ON b.stay_id = c.b_id
  LEFT JOIN service va ON va.stay_id = c.a_id
  LEFT JOIN service vb ON vb.stay_id = c.b_id
)
SELECT
  pid,
  CASE WHEN b_is_second THEN a_id ELSE b_id END AS first_id,
  CASE WHEN b_is_second THEN b_id ELSE a_id END AS second_id,
  CAST(overlap AS INTEGER) AS overlap,
  COALESCE(late, FALSE) AS late
FROM side
