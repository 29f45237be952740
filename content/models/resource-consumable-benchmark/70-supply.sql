-- 收费数量与进销存可供数量（期初 + 入库 − 期末）之差，只看有进销存的机构和耗材。
WITH stock_month AS (
  SELECT v.iid, c.class_id, v.item_id, v.month, v.in_cnt, v.open_stock, v.close_stock,
    ROW_NUMBER() OVER (PARTITION BY v.iid, v.item_id ORDER BY v.month) AS first_place,
    ROW_NUMBER() OVER (PARTITION BY v.iid, v.item_id ORDER BY v.month DESC) AS last_place
  FROM inv_month v
  JOIN assoc_class c ON c.item_id = v.item_id
  WHERE v.month <= $as_of AND date_diff('day', v.month, $as_of) < $window_days
),
supplied AS (
  SELECT iid, class_id, item_id, MIN(month) AS from_month, MAX(month) AS to_month,
    MAX(CASE WHEN first_place = 1 THEN COALESCE(open_stock, 0) END) + SUM(COALESCE(in_cnt, 0))
      - MAX(CASE WHEN last_place = 1 THEN COALESCE(close_stock, 0) END) AS cnt
  FROM stock_month
  GROUP BY iid, class_id, item_id
),
billed AS (
  SELECT s.iid, s.class_id, s.item_id, s.cnt AS supplied, COALESCE(SUM(m.cnt), 0) AS billed
  FROM supplied s
  LEFT JOIN inst_month_item m ON m.iid = s.iid AND m.item_id = s.item_id AND m.month BETWEEN s.from_month AND s.to_month
  GROUP BY s.iid, s.class_id, s.item_id, s.cnt
)
SELECT
  iid, class_id,
  CAST(SUM(billed) AS DOUBLE) AS billed,
  CAST(SUM(supplied) AS DOUBLE) AS supplied,
  ROUND(GREATEST(0, CAST(SUM(billed) - SUM(supplied) AS DOUBLE)) / CAST(SUM(billed) AS DOUBLE), 6) AS gap_share,
  GREATEST(0, CAST(SUM(billed) - SUM(supplied) AS DOUBLE)) AS gap_units
FROM billed
GROUP BY iid, class_id
HAVING SUM(billed) > 0
