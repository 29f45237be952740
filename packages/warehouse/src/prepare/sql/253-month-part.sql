-- Billing of an item at an institution in a month: days as a bit mask, so that a day counts once across buckets.
WITH billed AS (
  SELECT iid, item_id, visit > 0 AS ipt, CAST(date_trunc('month', DATE '1970-01-01' + minute // 1440) AS DATE) AS month,
    SUM(cnt) AS cnt, SUM(amt) AS amt, COUNT(*) AS n_lines,
    bit_or(CAST(1 AS INTEGER) << (CAST(date_part('day', DATE '1970-01-01' + minute // 1440) AS INTEGER) - 1)) AS days
  FROM b_line WHERE minute IS NOT NULL
  GROUP BY iid, item_id, visit > 0, CAST(date_trunc('month', DATE '1970-01-01' + minute // 1440) AS DATE)
),
visited AS (
  SELECT iid, item_id, visit > 0 AS ipt, CAST(date_trunc('month', DATE '1970-01-01' + minute // 1440) AS DATE) AS month, COUNT(*) AS n_visits
  FROM b_visit_item WHERE minute IS NOT NULL
  GROUP BY iid, item_id, visit > 0, CAST(date_trunc('month', DATE '1970-01-01' + minute // 1440) AS DATE)
)
SELECT b.iid, b.month, b.item_id, b.ipt, CAST(b.cnt AS DECIMAL(16,4)) AS cnt, CAST(b.amt AS DECIMAL(16,2)) AS amt, b.n_lines, b.days,
  CAST(COALESCE(v.n_visits, 0) AS BIGINT) AS n_visits
FROM billed b
LEFT JOIN visited v ON v.iid = b.iid AND v.item_id = b.item_id AND v.ipt = b.ipt AND v.month = b.month
