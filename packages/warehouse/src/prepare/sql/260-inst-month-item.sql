-- n_visits adds up over months: a visit counts in the month of its first line of the item.
SELECT iid, month, item_id, ipt, CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt,
  CAST(SUM(n_visits) AS INTEGER) AS n_visits, CAST(bit_count(bit_or(days)) AS INTEGER) AS n_days, CAST(SUM(n_lines) AS BIGINT) AS n_lines
FROM x_month_part GROUP BY iid, month, item_id, ipt ORDER BY iid, month, item_id, ipt
