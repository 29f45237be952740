SELECT
  concat(i.fixmedins_code, '|', CAST(year(g.quarter_start) AS VARCHAR), 'Q', CAST(CAST(FLOOR((month(g.quarter_start) + 2) / 3.0) AS INTEGER) AS VARCHAR)) AS subject_id,
  g.drg_code, s.psn_no, s.stay_key, s.adm, s.dsc, c.codes, c.drg_corr, c.score, c.pay_diff
FROM alert a
JOIN institution i ON i.iid = a.iid
JOIN group_count g ON g.iid = a.iid AND g.back = 0 AND g.suspect
JOIN quarter_case q ON q.iid = g.iid AND q.back = 0 AND q.drg_code = g.drg_code AND q.high
JOIN suspect_case c ON c.stay_id = q.stay_id
JOIN stay s ON s.stay_id = q.stay_id
