-- Co-admissions of two persons, of pairs that have enough of them.
SELECT
  a.pid AS p, b.pid AS q, a.stay_id AS p_stay, b.stay_id AS q_stay, a.iid,
  LEAST(a.adm_no, b.adm_no) AS day_no,
  a.main3 = b.main3 AND a.main3 <> '' AS same_main3,
  (a.main3 BETWEEN 'A00' AND 'B99' OR a.main3 BETWEEN 'J09' AND 'J11')
    AND (b.main3 BETWEEN 'A00' AND 'B99' OR b.main3 BETWEEN 'J09' AND 'J11') AS infectious,
  COALESCE(a.excl, b.excl) AS excl
FROM look a
JOIN member_stay b ON b.slot = a.slot
WHERE a.pid < b.pid AND ABS(date_diff('day', a.dsc, b.dsc)) <= $d_out
QUALIFY COUNT(*) OVER (PARTITION BY a.pid, b.pid) >= $c_min
