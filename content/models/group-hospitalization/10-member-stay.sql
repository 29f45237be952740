-- Stays of the window, of persons with at least two; excl = the stay does not count. An institution whose daily
-- bucket is over the limit is split by department, then by disease. slot = bucket and admission day in one number.
WITH recent AS (
  SELECT
    s.stay_id, s.pid, s.iid, s.adm, s.dsc, COALESCE(s.main3, '') AS main3, COALESCE(s.dept, '') AS dept,
    CAST(date_diff('day', DATE '2000-01-01', s.adm) AS INTEGER) AS adm_no,
    CASE
      WHEN s.ex_onco THEN 'EX-ONCO'
      WHEN s.ex_uremia THEN 'EX-UREMIA'
      WHEN s.ex_matern THEN 'EX-MATERN'
      WHEN s.ex_newb THEN 'EX-NEWB'
      WHEN s.ex_psych THEN 'EX-PSYCH'
      WHEN s.ex_rehab THEN 'EX-REHAB'
      WHEN s.ex_hospice THEN 'EX-HOSPICE'
    END AS excl
  FROM stay s
  WHERE s.adm <= $as_of AND date_diff('day', s.adm, $as_of) < $window_days AND s.dsc IS NOT NULL
  QUALIFY COUNT(*) OVER (PARTITION BY s.pid) >= 2
),
day_load AS (
  SELECT iid, adm_no, COUNT(DISTINCT pid) AS n FROM recent GROUP BY iid, adm_no
),
dept_load AS (
  SELECT iid, adm_no, dept, COUNT(DISTINCT pid) AS n FROM recent GROUP BY iid, adm_no, dept
),
split AS (
  SELECT d.iid, CASE WHEN d.n <= $bucket_max THEN 0 WHEN p.n <= $bucket_max THEN 1 ELSE 2 END AS depth
  FROM (SELECT iid, MAX(n) AS n FROM day_load GROUP BY iid) d
  JOIN (SELECT iid, MAX(n) AS n FROM dept_load GROUP BY iid) p ON p.iid = d.iid
)
SELECT
  r.stay_id, r.pid, r.iid, r.adm, r.dsc, r.adm_no, r.main3, r.excl,
  DENSE_RANK() OVER (ORDER BY r.iid, CASE WHEN x.depth >= 1 THEN r.dept ELSE '' END, CASE WHEN x.depth = 2 THEN r.main3 ELSE '' END) * 100000
    + r.adm_no AS slot
FROM recent r
JOIN split x ON x.iid = r.iid
