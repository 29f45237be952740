-- T2 and T3: outpatient visits elsewhere and pharmacy purchases that touch a stay, by service days (posting days
-- only tell a late posting). place: inside | edge | posted.
WITH point AS (
  SELECT
    sid, pid, iid, med_class, med_type, setl_day,
    CAST(COALESCE(first_fee_time, beg_time, CAST(begndate AS TIMESTAMP)) AS DATE) AS day_from,
    CAST(COALESCE(last_fee_time, first_fee_time, beg_time, CAST(begndate AS TIMESTAMP)) AS DATE) AS day_to
  FROM settlement
  WHERE stay_id IS NULL AND med_class IN ('OPT', 'OPSP', 'PHA') AND COALESCE(setl_type, '') <> '3'
),
touching AS (
  SELECT
    p.sid, p.pid, p.iid, p.med_class, p.med_type, p.day_from, p.day_to, s.stay_id, s.iid AS stay_iid,
    (date_diff('day', s.adm, p.day_from) >= $edge_days AND date_diff('day', p.day_from, s.dsc) >= $edge_days)
      OR (date_diff('day', s.adm, p.day_to) >= $edge_days AND date_diff('day', p.day_to, s.dsc) >= $edge_days) AS inside,
    p.day_from BETWEEN s.adm AND s.dsc OR p.day_to BETWEEN s.adm AND s.dsc AS edge,
    date_diff('day', s.adm, p.setl_day) >= $edge_days AND date_diff('day', p.setl_day, s.dsc) >= $edge_days AS posted
  FROM point p
  JOIN stay s ON s.pid = p.pid AND s.adm <= GREATEST(p.day_to, COALESCE(p.setl_day, p.day_to)) AND s.dsc >= p.day_from
  WHERE p.day_from <= $as_of AND date_diff('day', p.day_to, $as_of) < $run_days
    AND (p.med_class = 'PHA' OR p.iid <> s.iid)
)
SELECT
  sid, pid, iid, stay_id, stay_iid, med_type, day_from, day_to,
  CASE WHEN med_class = 'PHA' THEN 'T3' ELSE 'T2' END AS subtype,
  CASE WHEN inside THEN 'inside' WHEN edge THEN 'edge' ELSE 'posted' END AS place
FROM touching
WHERE inside OR edge OR posted
