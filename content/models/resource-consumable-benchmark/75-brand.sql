-- 每类中单价最高的品规占全部数量之比：本机构与全区。
WITH dearest AS (
  SELECT c.class_id, c.item_id
  FROM assoc_class c
  JOIN item i ON i.item_id = c.item_id
  WHERE i.unit_price > 0
  QUALIFY ROW_NUMBER() OVER (PARTITION BY c.class_id ORDER BY i.unit_price DESC, c.item_id) = 1
),
used AS (
  SELECT s.iid, c.class_id, SUM(i.cnt) AS cnt, COALESCE(SUM(i.cnt) FILTER (WHERE d.item_id IS NOT NULL), 0) AS top_cnt
  FROM stay_item i
  JOIN assoc_class c ON c.item_id = i.item_id
  JOIN stay s ON s.stay_id = i.stay_id
  LEFT JOIN dearest d ON d.item_id = i.item_id
  WHERE i.cnt > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
  GROUP BY s.iid, c.class_id
)
SELECT iid, class_id,
  ROUND(CAST(top_cnt AS DOUBLE) / CAST(cnt AS DOUBLE), 6) AS top_share,
  ROUND(CAST(SUM(top_cnt) OVER (PARTITION BY class_id) AS DOUBLE) / CAST(SUM(cnt) OVER (PARTITION BY class_id) AS DOUBLE), 6) AS region_top_share
FROM used
