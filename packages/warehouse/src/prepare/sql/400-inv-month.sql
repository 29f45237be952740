-- 进销存 per month: movements added up, stock before the first and after the last record of the month.
WITH moved AS (
  SELECT i.iid, t.item_id, CAST(date_trunc('month', CAST(v.biz_date AS DATE)) AS DATE) AS month, CAST(v.biz_date AS DATE) AS biz_date,
    COALESCE(v.in_cnt, 0) AS in_cnt, COALESCE(v.out_cnt, 0) AS out_cnt, v.stock_cnt
  FROM ods_inv_d v
  JOIN institution i ON i.fixmedins_code = v.fixmedins_code
  JOIN item t ON t.item_code = v.med_list_codg
)
SELECT iid, item_id, month, CAST(SUM(in_cnt) AS DECIMAL(16,4)) AS in_cnt, CAST(SUM(out_cnt) AS DECIMAL(16,4)) AS out_cnt,
  CAST(arg_min(stock_cnt - in_cnt + out_cnt, biz_date) AS DECIMAL(16,4)) AS open_stock,
  CAST(arg_max(stock_cnt, biz_date) AS DECIMAL(16,4)) AS close_stock
FROM moved GROUP BY iid, item_id, month ORDER BY iid, item_id, month
