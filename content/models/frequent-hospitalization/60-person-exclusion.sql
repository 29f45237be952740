-- Reasons judged per person within the windows that passed: any diagnosis, any tier, in or out of hospital.
WITH bounds AS (
  SELECT
    pid,
    LEAST(CASE WHEN half_hit THEN half_from ELSE year_from END, CASE WHEN year_hit THEN year_from ELSE half_from END) AS span_from,
    GREATEST(CASE WHEN half_hit THEN half_to ELSE year_to END, CASE WHEN year_hit THEN year_to ELSE half_to END) AS span_to
  FROM person_count
),
person_stay AS (
  SELECT b.pid, s.stay_id, s.ex_onco, s.ex_uremia
  FROM bounds b
  JOIN stay s ON s.pid = b.pid AND s.adm <= b.span_to AND s.dsc >= b.span_from
),
diagnosis AS (
  SELECT p.pid, d.code
  FROM person_stay p
  JOIN stay_diag d ON d.stay_id = p.stay_id
  UNION ALL
  SELECT b.pid, v.main_code AS code
  FROM bounds b
  JOIN settlement v ON v.pid = b.pid AND v.begndate BETWEEN b.span_from AND b.span_to
),
reason AS (
  SELECT pid, 1 AS rank, 'EX-UREMIA' AS reason FROM person_stay WHERE ex_uremia
  UNION ALL
  SELECT pid, 1, 'EX-UREMIA' FROM diagnosis
  WHERE code LIKE 'N18.5%' OR code LIKE 'N18.0%' OR code LIKE 'N19%' OR code LIKE 'Z49%' OR code LIKE 'Z99.2%'
  UNION ALL
  SELECT pid, 2, 'EX-ONCO' FROM person_stay WHERE ex_onco
  UNION ALL
  SELECT pid, 2, 'EX-ONCO' FROM diagnosis WHERE code >= 'C00' AND code < 'C98'
  UNION ALL
  SELECT b.pid, 3, 'EX-OPSP'
  FROM bounds b
  JOIN opsp_reg o ON o.pid = b.pid AND o.exempt AND o.begndate <= b.span_to AND (o.enddate IS NULL OR o.enddate >= b.span_from)
)
SELECT pid, reason
FROM (SELECT DISTINCT pid, rank, reason FROM reason) r
QUALIFY ROW_NUMBER() OVER (PARTITION BY pid ORDER BY rank) = 1
