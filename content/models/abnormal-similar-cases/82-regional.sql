-- How many other institutions treat the disease with stays just like the cluster's mean stay: then it is a package
-- or pathway of the region, not of this institution.
WITH kind_of AS (
  SELECT p.cluster, p.iid, p.main3, l.kind, l.item, SUM(l.amount) / MAX(p.n_stay) AS amount
  FROM passed_cluster p
  JOIN member_line l ON l.cluster = p.cluster
  WHERE l.kind <> 'other'
  GROUP BY p.cluster, p.iid, p.main3, l.kind, l.item
),
norm AS (
  SELECT cluster, kind, SUM(amount) AS total, SQRT(SUM(amount * amount)) AS len FROM kind_of GROUP BY cluster, kind
),
other AS (
  SELECT p.cluster, s.stay_id, s.iid
  FROM passed_cluster p
  JOIN scope_all s ON s.main3 = p.main3 AND s.iid <> p.iid
),
other_line AS (
  SELECT
    i.stay_id,
    CASE WHEN i.chrg IN ('09', '10', '11') THEN 'drug' WHEN i.chrg IN ('03', '04') THEN 'exam' ELSE 'material' END AS kind,
    i.item_id AS item, CAST(SUM(i.amt) AS DOUBLE) AS amount
  FROM stay_item i
  WHERE i.chrg IN ('03', '04', '08', '09', '10', '11') AND i.stay_id IN (SELECT stay_id FROM other)
  GROUP BY i.stay_id, 2, i.item_id
  HAVING SUM(i.amt) > 0
),
other_norm AS (
  SELECT stay_id, kind, SUM(amount) AS total, SQRT(SUM(amount * amount)) AS len FROM other_line GROUP BY stay_id, kind
),
dot AS (
  SELECT o.cluster, o.stay_id, k.kind, SUM(k.amount * l.amount) AS dot
  FROM other o
  JOIN other_line l ON l.stay_id = o.stay_id
  JOIN kind_of k ON k.cluster = o.cluster AND k.kind = l.kind AND k.item = l.item
  GROUP BY o.cluster, o.stay_id, k.kind
),
alike AS (
  SELECT
    o.cluster, o.stay_id, o.iid, n.kind,
    COALESCE(d.dot, 0) / (n.len * m.len) * LEAST(n.total, m.total) / GREATEST(n.total, m.total) AS s
  FROM other o
  JOIN norm n ON n.cluster = o.cluster
  LEFT JOIN other_norm m ON m.stay_id = o.stay_id AND m.kind = n.kind
  LEFT JOIN dot d ON d.cluster = o.cluster AND d.stay_id = o.stay_id AND d.kind = n.kind
),
stay_alike AS (
  SELECT cluster, stay_id, iid
  FROM alike
  GROUP BY cluster, stay_id, iid
  HAVING ROUND(MIN(COALESCE(s, 0)), 6) >= $sim_min
),
institution_alike AS (
  SELECT cluster, iid FROM stay_alike GROUP BY cluster, iid HAVING COUNT(*) >= $regional_min_stays
)
SELECT cluster, COUNT(*) AS n_regional FROM institution_alike GROUP BY cluster
