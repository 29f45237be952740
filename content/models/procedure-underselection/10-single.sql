-- 学习期内只填了一种手术的住院（四位编码；附带的床旁操作也计入，才能给它们定级）及其费用、群落；同时记在全部住院这一范围里。
WITH op AS (
  SELECT o.stay_id, MIN(substr(o.code, 1, 5)) AS oprn4, COUNT(DISTINCT substr(o.code, 1, 5)) AS n
  FROM stay_oprn o
  JOIN comm_member m ON m.stay_id = o.stay_id
  GROUP BY o.stay_id
)
SELECT op.stay_id, op.oprn4, CAST(s.cost AS DOUBLE) AS cost, CAST(m.cluster AS VARCHAR) AS scope
FROM op
JOIN stay s ON s.stay_id = op.stay_id AND s.cost > 0
JOIN comm_member m ON m.stay_id = op.stay_id
JOIN comm_group g ON g.cluster = m.cluster
WHERE op.n = 1
UNION ALL
SELECT op.stay_id, op.oprn4, CAST(s.cost AS DOUBLE) AS cost, 'all' AS scope
FROM op
JOIN stay s ON s.stay_id = op.stay_id AND s.cost > 0
WHERE op.n = 1
