SELECT
  concat(i.fixmedins_code, '|', CAST(year(g.quarter_start) AS VARCHAR), 'Q', CAST(CAST(FLOOR((month(g.quarter_start) + 2) / 3.0) AS INTEGER) AS VARCHAR)) AS subject_id,
  g.drg_code, g.n, g.n_high, CAST(g.amt AS DECIMAL(16,2)) AS amt
FROM alert a
JOIN institution i ON i.iid = a.iid
JOIN group_count g ON g.iid = a.iid AND g.back = 0 AND g.suspect
