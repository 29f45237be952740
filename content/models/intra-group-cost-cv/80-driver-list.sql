SELECT
  concat(CASE WHEN i.iid IS NULL THEN '' ELSE concat(i.fixmedins_code, '|') END, d.drg_code, CASE WHEN d.kind = '机构过低' THEN '|低' ELSE '' END) AS subject_id,
  d.category, ROUND(d.share, 6) AS share, CAST(d.mean_amt AS DECIMAL(16,2)) AS mean_amt
FROM driver d
LEFT JOIN institution i ON i.iid = d.iid
