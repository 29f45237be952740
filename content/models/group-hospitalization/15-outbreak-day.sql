-- Days on which an institution admitted many unrelated persons with infectious disease. All stays count here, also
-- those of persons with one stay.
WITH infectious AS (
  SELECT s.iid, CAST(date_diff('day', DATE '2000-01-01', s.adm) AS INTEGER) AS adm_no, COALESCE(s.hsh_no, s.addr_hash, CAST(s.pid AS VARCHAR)) AS household
  FROM stay s
  WHERE s.adm <= $as_of AND date_diff('day', s.adm, $as_of) < $window_days
    AND (s.main3 BETWEEN 'A00' AND 'B99' OR s.main3 BETWEEN 'J09' AND 'J11')
)
SELECT a.iid, a.adm_no
FROM (SELECT DISTINCT iid, adm_no FROM infectious) a
JOIN infectious b ON b.iid = a.iid AND b.adm_no BETWEEN a.adm_no - $d_in AND a.adm_no + $d_in
GROUP BY a.iid, a.adm_no
HAVING COUNT(DISTINCT b.household) >= $outbreak_min
