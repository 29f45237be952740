-- Examinations and tests of the later stay's first days that the earlier stay already had; only pairs beyond the
-- alert class, where the amount is the fixed part.
WITH late_pair AS (
  SELECT f.a_id, f.b_id, b.adm
  FROM flagged f
  JOIN stay b ON b.stay_id = f.b_id
  WHERE f.gap > $alert_days
),
line AS (
  SELECT l.stay_id, l.item_id, l.day, SUM(l.amt) AS amt
  FROM fee_line l
  WHERE l.chrg IN ('03', '04') AND l.stay_id IN (SELECT b_id FROM late_pair)
  GROUP BY l.stay_id, l.item_id, l.day
)
SELECT p.a_id, p.b_id, CAST(SUM(l.amt) AS DECIMAL(16, 2)) AS amt_test
FROM late_pair p
JOIN line l ON l.stay_id = p.b_id AND date_diff('day', p.adm, l.day) BETWEEN 0 AND $repeat_test_days
JOIN fee_vector v ON v.stay_id = p.a_id AND v.item_id = l.item_id
GROUP BY p.a_id, p.b_id
