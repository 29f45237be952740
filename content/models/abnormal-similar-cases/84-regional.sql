-- Institutions elsewhere whose stays are just like the cluster's mean stay; or, for day surgery and packages, as like each
-- other as the cluster's are: then it is the package or pathway, not this institution's doing. n_compare = all compared.
WITH norm AS (
  SELECT cluster, inner_iid, kind, SUM(amount) AS total, SQRT(SUM(amount * amount)) AS len
  FROM regional_model
  GROUP BY cluster, inner_iid, kind
),
stay_norm AS (
  SELECT stay_id, kind, SUM(amount) AS total, SQRT(SUM(amount * amount)) AS len FROM regional_line GROUP BY stay_id, kind
),
compared AS (
  SELECT DISTINCT c.cluster, c.inner_iid AS iid, l.stay_id
  FROM (SELECT DISTINCT cluster, inner_iid FROM regional_model WHERE inner_iid IS NOT NULL) c
  JOIN passed_cluster p ON p.cluster = c.cluster
  JOIN regional_line l ON l.iid = c.inner_iid AND l.main3 = p.main3 AND (p.kind = 'ordinary' OR l.stay_kind = p.kind)
),
dot AS (
  SELECT c.cluster, m.inner_iid, c.stay_id, l.kind, SUM(m.amount * l.amount) AS dot
  FROM compared c
  JOIN regional_line l ON l.stay_id = c.stay_id
  JOIN regional_model m ON m.cluster = c.cluster AND m.kind = l.kind AND m.item = l.item AND COALESCE(m.inner_iid, c.iid) = c.iid
  GROUP BY c.cluster, m.inner_iid, c.stay_id, l.kind
),
part AS (
  SELECT
    c.cluster, c.iid, c.stay_id, n.inner_iid,
    COALESCE(d.dot / (n.len * s.len) * LEAST(n.total, s.total) / GREATEST(n.total, s.total), 0) AS s
  FROM compared c
  JOIN norm n ON n.cluster = c.cluster AND COALESCE(n.inner_iid, c.iid) = c.iid
  LEFT JOIN stay_norm s ON s.stay_id = c.stay_id AND s.kind = n.kind
  LEFT JOIN dot d ON d.cluster = c.cluster AND d.stay_id = c.stay_id AND d.kind = n.kind AND COALESCE(d.inner_iid, -1) = COALESCE(n.inner_iid, -1)
),
stay_part AS (
  SELECT cluster, iid, stay_id, inner_iid, MIN(s) AS s FROM part GROUP BY cluster, iid, stay_id, inner_iid
),
place AS (
  SELECT
    cluster, iid,
    COUNT(*) FILTER (WHERE inner_iid IS NULL AND ROUND(s, 6) >= $sim_min) AS n_alike,
    AVG(s) FILTER (WHERE inner_iid IS NOT NULL) AS s_inside
  FROM stay_part
  GROUP BY cluster, iid
)
SELECT
  cluster,
  COUNT(*) AS n_compare,
  COUNT(*) FILTER (WHERE n_alike >= $regional_min_stays OR (kind <> 'ordinary' AND ROUND(s_inside, 6) >= $sim_min)) AS n_regional
FROM place
JOIN passed_cluster USING (cluster)
GROUP BY cluster
