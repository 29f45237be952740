-- 慢特病规律续方：有效备案期内，同一通用名在此前 refill_days 天里已购 refill_min 次以上。
WITH covered AS (
  SELECT DISTINCT k.sid, k.pid, k.begndate
  FROM link k
  JOIN opsp_reg r ON r.pid = k.pid
  WHERE COALESCE(r.begndate, k.begndate) <= k.begndate AND COALESCE(r.enddate, k.begndate) >= k.begndate
),
earlier AS (
  SELECT v.sid, t.sid AS before_sid, t.begndate
  FROM covered v
  JOIN settlement t ON t.pid = v.pid AND t.sid <> v.sid
  WHERE t.med_class IN ('OPT', 'OPSP', 'PHA') AND t.stay_id IS NULL
    AND date_diff('day', t.begndate, v.begndate) BETWEEN 1 AND $refill_days
),
bought AS (
  SELECT e.sid, c.class_id, COUNT(DISTINCT e.begndate) AS times
  FROM earlier e
  JOIN opt_item o ON o.sid = e.before_sid
  JOIN rel_class c ON c.item_id = o.item_id
  JOIN item i ON i.item_id = o.item_id
  WHERE i.kind IN ('drug', 'herb')
  GROUP BY e.sid, c.class_id
),
line AS (
  SELECT DISTINCT k.sid, k.item_id, k.amt, c.class_id
  FROM link_item k
  JOIN covered v ON v.sid = k.sid
  JOIN rel_class c ON c.item_id = k.item_id
)
SELECT l.sid, SUM(CASE WHEN b.times >= $refill_min THEN l.amt ELSE 0 END) AS refill_amt, SUM(l.amt) AS amt
FROM line l
LEFT JOIN bought b ON b.sid = l.sid AND b.class_id = l.class_id
GROUP BY l.sid
HAVING SUM(CASE WHEN b.times >= $refill_min THEN l.amt ELSE 0 END) >= 0.5 * SUM(l.amt) AND SUM(l.amt) > 0
