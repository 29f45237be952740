-- 每个项目近一年在统筹区内的明细有多大比例来自住院。
SELECT
  item_id,
  ROUND(CAST(SUM(CASE WHEN ipt THEN n_lines ELSE 0 END) AS DOUBLE) / SUM(n_lines), 6) AS ipt_share
FROM inst_month_item
WHERE month <= $as_of AND date_diff('day', month, $as_of) < $peer_days
GROUP BY item_id
HAVING SUM(n_lines) > 0
