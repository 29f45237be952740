-- 费用直方图：以全区中位数的四分之一为一档，最后一档为三倍以上。
SELECT
  concat(CASE WHEN i.iid IS NULL THEN '' ELSE concat(i.fixmedins_code, '|') END, c.drg_code, CASE WHEN c.kind = '机构过低' THEN '|低' ELSE '' END) AS subject_id,
  CAST(LEAST(12, floor(4 * o.cost / b.med)) AS INTEGER) AS bin,
  CAST(LEAST(12, floor(4 * o.cost / b.med)) / 4 * b.med AS DECIMAL(16,2)) AS cost_from,
  CAST(COUNT(*) AS INTEGER) AS n
FROM candidate c
JOIN scope o ON o.drg_code = c.drg_code AND (c.iid IS NULL OR o.iid = c.iid)
JOIN bound b ON b.drg_code = c.drg_code
LEFT JOIN institution i ON i.iid = c.iid
GROUP BY 1, 2, 3
