-- An infectious co-admission inside an outbreak does not count when it is the pair's only one.
WITH dated AS (
  SELECT
    e.p, e.q, e.p_stay, e.q_stay, e.iid, e.day_no, e.same_main3, e.excl, e.infectious AND o.iid IS NOT NULL AS outbreak,
    CASE WHEN e.infectious THEN 1 ELSE 0 END AS infectious,
    e.day_no - LAG(e.day_no) OVER (PARTITION BY e.p, e.q, e.infectious ORDER BY e.day_no, e.p_stay, e.q_stay) AS since
  FROM event e
  LEFT JOIN outbreak_day o ON o.iid = e.iid AND o.adm_no = e.day_no
),
counted AS (
  SELECT
    p, q, p_stay, q_stay, iid, day_no, same_main3, excl, outbreak,
    SUM(CASE WHEN infectious = 1 AND (since IS NULL OR since > $event_gap_days) THEN 1 ELSE 0 END) OVER (PARTITION BY p, q) AS n_infectious
  FROM dated
)
SELECT
  p, q, p_stay, q_stay, iid, day_no, same_main3,
  CASE WHEN excl IS NOT NULL THEN excl WHEN outbreak AND n_infectious = 1 THEN 'EX-OUTBREAK' END AS excl
FROM counted
