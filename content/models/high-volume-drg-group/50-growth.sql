-- 与上一统计期比较：病例数增长、主要收治科室上期有没有住院（新开科室）、同核心组例均权重与全区之比。
WITH dept AS (
  SELECT c.iid, c.drg_code, o.dept
  FROM concentrated c
  JOIN scope o ON o.iid = c.iid AND o.drg_code = c.drg_code AND o.in_window
  GROUP BY c.iid, c.drg_code, o.dept
  QUALIFY ROW_NUMBER() OVER (PARTITION BY c.iid, c.drg_code ORDER BY COUNT(*) DESC, o.dept) = 1
),
before_group AS (
  SELECT iid, drg_code, COUNT(*) AS n FROM scope WHERE NOT in_window GROUP BY iid, drg_code
),
before_dept AS (
  SELECT iid, dept, COUNT(*) AS n FROM scope WHERE NOT in_window GROUP BY iid, dept
),
before_inst AS (
  SELECT iid, COUNT(*) AS n FROM scope WHERE NOT in_window GROUP BY iid
),
weight_own AS (
  SELECT iid, adrg, AVG(weight) AS w FROM scope WHERE in_window GROUP BY iid, adrg
),
weight_all AS (
  SELECT adrg, AVG(weight) AS w FROM scope WHERE in_window GROUP BY adrg
)
SELECT
  c.iid, c.drg_code, d.dept,
  CASE WHEN i.n IS NOT NULL THEN COALESCE(g.n, 0) END AS n_before,
  COALESCE(i.n, 0) > 0 AND d.dept <> '' AND b.n IS NULL AS new_dept,
  ROUND(w.w / NULLIF(a.w, 0), 6) AS severity
FROM concentrated c
JOIN dept d ON d.iid = c.iid AND d.drg_code = c.drg_code
LEFT JOIN before_group g ON g.iid = c.iid AND g.drg_code = c.drg_code
LEFT JOIN before_dept b ON b.iid = c.iid AND b.dept = d.dept
LEFT JOIN before_inst i ON i.iid = c.iid
LEFT JOIN weight_own w ON w.iid = c.iid AND w.adrg = c.adrg
LEFT JOIN weight_all a ON a.adrg = c.adrg
