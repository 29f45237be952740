-- Every conflict in one shape, with the reason that drops it.
WITH agent AS (
  SELECT v.sid
  FROM settlement v
  JOIN opsp_reg o ON o.pid = v.pid AND o.begndate <= v.begndate AND (o.enddate IS NULL OR o.enddate >= v.begndate)
  WHERE v.med_class = 'PHA' AND (v.med_type LIKE '9929%' OR v.med_type LIKE '14%')
    AND (v.sid IN (SELECT sid FROM inside) OR v.sid IN (SELECT second_id FROM move) OR v.sid IN (SELECT first_id FROM move))
  GROUP BY v.sid
)
SELECT
  c.pid, c.subtype, 'stay' AS first_kind, c.stay_id AS first_id, c.stay_iid AS first_iid, 'visit' AS second_kind, c.sid AS second_id, c.iid AS second_iid,
  CAST(CASE WHEN c.place = 'posted' THEN v.setl_day ELSE c.day_from END AS DATE) AS day,
  v.medfee_sumamt AS amt_total, v.fund_pay_sumamt AS amt_fund,
  CAST(NULL AS INTEGER) AS overlap, CAST(NULL AS DOUBLE) AS minutes, CAST(NULL AS DOUBLE) AS distance_km, CAST(NULL AS DOUBLE) AS speed_kmh, CAST(NULL AS DATE) AS die_date,
  CASE
    WHEN c.place = 'edge' THEN 'EX-EDGE-DAY'
    WHEN c.place = 'posted' THEN 'EX-LATE-POST'
    WHEN i.fixmedins_name LIKE '%互联网%' THEN 'EX-INTERNET'
    WHEN a.sid IS NOT NULL THEN 'EX-AGENT'
    WHEN l.is_leave = 1 THEN 'EX-LEAVE'
    WHEN v.etip OR l.is_referral = 1 THEN 'EX-REFERRAL'
  END AS excluded_by
FROM inside c
JOIN settlement v ON v.sid = c.sid
JOIN institution i ON i.iid = c.iid
LEFT JOIN agent a ON a.sid = c.sid
LEFT JOIN order_link l ON l.sid = c.sid AND l.stay_id = c.stay_id
UNION ALL
SELECT
  o.pid, 'T1', 'stay', o.first_id, a.iid, 'stay', o.second_id, b.iid, GREATEST(a.adm, b.adm), b.cost, b.fund,
  o.overlap, NULL, NULL, NULL, NULL,
  CASE WHEN o.late THEN 'EX-LATE-POST' END
FROM overlap o
JOIN stay a ON a.stay_id = o.first_id
JOIN stay b ON b.stay_id = o.second_id
UNION ALL
SELECT
  d.pid, 'T4', d.second_kind, d.second_id, d.iid, d.second_kind, d.second_id, d.iid, d.day_to, d.amt_total, d.amt_fund,
  NULL, NULL, NULL, NULL, d.die_date,
  CASE WHEN d.late THEN 'EX-LATE-POST' END
FROM after_death d
UNION ALL
SELECT
  m.pid, 'T5', 'visit', m.first_id, m.first_iid, 'visit', m.second_id, m.iid, CAST(m.moment AS DATE), v.medfee_sumamt, v.fund_pay_sumamt,
  NULL, m.minutes, m.distance_km, m.speed_kmh, NULL,
  CASE WHEN a.sid IS NOT NULL OR b.sid IS NOT NULL THEN 'EX-AGENT' END
FROM move m
JOIN settlement v ON v.sid = m.second_id
LEFT JOIN agent a ON a.sid = m.first_id
LEFT JOIN agent b ON b.sid = m.second_id
