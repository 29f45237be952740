-- Per institution, month, item, inpatient or not. A day counts once however many lines it has.
WITH visit AS (
  SELECT iid, month, item_id, stay_id, sid, SUM(n_lines) AS n_lines, SUM(cnt) AS cnt, SUM(amt) AS amt, bit_or(days) AS days
  FROM x_visit_item GROUP BY iid, month, item_id, stay_id, sid
)
SELECT iid, month, item_id, stay_id IS NOT NULL AS ipt, CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt,
  CAST(COUNT(*) AS INTEGER) AS n_visits, CAST(bit_count(bit_or(days)) AS INTEGER) AS n_days, CAST(SUM(n_lines) AS BIGINT) AS n_lines
FROM visit GROUP BY iid, month, item_id, stay_id IS NOT NULL
ORDER BY iid, month, item_id, ipt
