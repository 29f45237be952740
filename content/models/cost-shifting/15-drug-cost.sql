-- 全区年费用排在前 cost_rank 的药品。
WITH total AS (
  SELECT m.item_id, SUM(m.amt) AS amt
  FROM inst_month_item m
  JOIN item i ON i.item_id = m.item_id
  WHERE i.kind = 'drug' AND m.month <= $as_of AND date_diff('day', m.month, $as_of) < $peer_days
  GROUP BY m.item_id
),
ranked AS (
  SELECT item_id, ROW_NUMBER() OVER (ORDER BY amt DESC, item_id) AS place, COUNT(*) OVER () AS n FROM total
)
SELECT item_id FROM ranked WHERE place <= ROUND($cost_rank * n, 6)
