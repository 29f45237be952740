SELECT m.stay_id, m.iid, m.has_lines, d.seq, d.code, d.is_main, substr(d.code, 1, 5) AS diag4
FROM match_stay m
JOIN stay_diag d ON d.stay_id = m.stay_id
