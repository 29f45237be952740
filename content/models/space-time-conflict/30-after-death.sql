-- T4: services dated after the death plus the grace day. Visits count whole, stays with the amounts of the days
-- after death. late = only the posting is after death.
WITH death AS (
  SELECT p.pid, p.die_date
  FROM person p
  WHERE p.die_date IS NOT NULL AND p.die_date <= $as_of
  UNION
  SELECT s.pid, MIN(s.die_date) AS die_date
  FROM stay s
  JOIN person p ON p.pid = s.pid AND p.die_date IS NULL
  WHERE s.die_date IS NOT NULL AND s.die_date <= $as_of
  GROUP BY s.pid
),
point AS (
  SELECT
    v.sid, v.pid, v.iid, d.die_date, v.medfee_sumamt, v.fund_pay_sumamt, v.setl_day,
    CAST(COALESCE(v.last_fee_time, v.first_fee_time, v.beg_time, CAST(v.begndate AS TIMESTAMP)) AS DATE) AS day_to
  FROM settlement v
  JOIN death d ON d.pid = v.pid
  WHERE v.stay_id IS NULL AND COALESCE(v.setl_type, '') <> '3'
),
service AS (
  SELECT
    y.stay_id, MAX(y.day) AS day_to,
    SUM(CASE WHEN date_diff('day', d.die_date, y.day) > $grace_days THEN y.amt END) AS amt_after
  FROM stay_day y
  JOIN stay s ON s.stay_id = y.stay_id
  JOIN death d ON d.pid = s.pid
  GROUP BY y.stay_id
),
admission AS (
  SELECT
    s.stay_id, s.pid, s.iid, d.die_date, COALESCE(y.day_to, s.adm) AS day_to, s.dsc, s.cost, s.fund,
    CAST(CASE WHEN date_diff('day', d.die_date, s.adm) > $grace_days THEN s.cost ELSE LEAST(y.amt_after, s.cost) END AS DECIMAL(16, 2)) AS amt_after
  FROM stay s
  JOIN death d ON d.pid = s.pid
  LEFT JOIN service y ON y.stay_id = s.stay_id
)
SELECT
  'visit' AS second_kind, sid AS second_id, pid, iid, die_date, day_to,
  medfee_sumamt AS amt_total, fund_pay_sumamt AS amt_fund,
  date_diff('day', die_date, day_to) <= $grace_days AS late
FROM point
WHERE date_diff('day', die_date, GREATEST(day_to, COALESCE(setl_day, day_to))) > $grace_days
  AND date_diff('day', day_to, $as_of) BETWEEN 0 AND $run_days - 1
UNION ALL
SELECT
  'stay' AS second_kind, stay_id AS second_id, pid, iid, die_date, day_to,
  amt_after AS amt_total,
  CAST(ROUND(CASE WHEN cost > 0 THEN CAST(fund AS DOUBLE) * CAST(amt_after AS DOUBLE) / CAST(cost AS DOUBLE) END, 2) AS DECIMAL(16, 2)) AS amt_fund,
  date_diff('day', die_date, day_to) <= $grace_days AS late
FROM admission
WHERE date_diff('day', die_date, GREATEST(day_to, dsc)) > $grace_days
  AND date_diff('day', day_to, $as_of) BETWEEN 0 AND $run_days - 1
