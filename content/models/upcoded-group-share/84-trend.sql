SELECT
  concat(i.fixmedins_code, '|', CAST(year(a.quarter_start) AS VARCHAR), 'Q', CAST(CAST(FLOOR((month(a.quarter_start) + 2) / 3.0) AS INTEGER) AS VARCHAR)) AS subject_id,
  concat(CAST(year(q.quarter_start) AS VARCHAR), 'Q', CAST(CAST(FLOOR((month(q.quarter_start) + 2) / 3.0) AS INTEGER) AS VARCHAR)) AS quarter,
  q.n_groups, q.n_suspect, q.share
FROM alert a
JOIN institution i ON i.iid = a.iid
JOIN quarter_share q ON q.iid = a.iid
