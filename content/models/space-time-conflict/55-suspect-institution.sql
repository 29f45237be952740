-- Institutions so many of whose records conflict that their dates are the likelier fault.
WITH record AS (
  SELECT iid, COUNT(*) AS n
  FROM settlement
  WHERE stay_id IS NULL AND begndate <= $as_of AND date_diff('day', begndate, $as_of) < $run_days
  GROUP BY iid
  UNION ALL
  SELECT iid, COUNT(*) AS n
  FROM stay
  WHERE adm <= $as_of AND date_diff('day', dsc, $as_of) < $run_days
  GROUP BY iid
),
total AS (
  SELECT iid, SUM(n) AS n_record FROM record GROUP BY iid
),
touched AS (
  SELECT first_iid AS iid, first_kind AS kind, first_id AS id FROM conflict WHERE excluded_by IS NULL
  UNION
  SELECT second_iid, second_kind, second_id FROM conflict WHERE excluded_by IS NULL
),
hit AS (
  SELECT iid, COUNT(*) AS n_conflict FROM touched GROUP BY iid
)
SELECT h.iid, CAST(h.n_conflict AS BIGINT) AS n_conflict, CAST(t.n_record AS BIGINT) AS n_record,
  ROUND(CAST(h.n_conflict AS DOUBLE) / CAST(t.n_record AS DOUBLE), 6) AS share
FROM hit h
JOIN total t ON t.iid = h.iid
WHERE t.n_record >= $dq_min_records AND ROUND(CAST(h.n_conflict AS DOUBLE) / CAST(t.n_record AS DOUBLE), 6) > $dq_share
