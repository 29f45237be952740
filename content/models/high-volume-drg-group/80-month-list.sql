SELECT
  concat(i.fixmedins_code, '|', c.drg_code) AS subject_id,
  CAST(date_trunc('month', o.dsc) AS DATE) AS month,
  CAST(COUNT(*) AS INTEGER) AS n
FROM concentrated c
JOIN institution i ON i.iid = c.iid
JOIN scope o ON o.iid = c.iid AND o.drg_code = c.drg_code
GROUP BY 1, 2
