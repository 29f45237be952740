-- Mean stays to compare with: the cluster's own (inner_iid NULL), and each other institution's.
WITH own AS (
  SELECT p.cluster, CAST(NULL AS INTEGER) AS inner_iid, l.kind, l.item, SUM(l.amount) / MAX(p.n_stay) AS amount
  FROM passed_cluster p
  JOIN member_line l ON l.cluster = p.cluster
  WHERE l.kind <> 'other'
  GROUP BY p.cluster, l.kind, l.item
),
stays AS (
  SELECT p.cluster, l.iid, COUNT(DISTINCT l.stay_id) AS n
  FROM passed_cluster p
  JOIN regional_line l ON l.main3 = p.main3 AND l.iid <> p.iid AND (p.kind = 'ordinary' OR l.stay_kind = p.kind)
  GROUP BY p.cluster, l.iid
  HAVING COUNT(DISTINCT l.stay_id) >= $regional_min_stays
),
elsewhere AS (
  SELECT s.cluster, s.iid AS inner_iid, l.kind, l.item, SUM(l.amount) / MAX(s.n) AS amount
  FROM stays s
  JOIN passed_cluster p ON p.cluster = s.cluster
  JOIN regional_line l ON l.iid = s.iid AND l.main3 = p.main3 AND (p.kind = 'ordinary' OR l.stay_kind = p.kind)
  GROUP BY s.cluster, s.iid, l.kind, l.item
)
SELECT cluster, inner_iid, kind, item, amount FROM own
UNION ALL
SELECT cluster, inner_iid, kind, item, amount FROM elsewhere
