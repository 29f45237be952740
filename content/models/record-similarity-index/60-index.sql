-- 指数 I = 至少有一个相似伙伴的住院 ÷ 住院；与其他机构同病种（同样比较方式）的 P95 比较；最大的一簇有多大。
WITH partner AS (
  SELECT source AS stay_id FROM pair
  UNION
  SELECT target AS stay_id FROM pair
),
clustered AS (
  SELECT o.cell, c.community, COUNT(*) AS n
  FROM cluster c
  JOIN scope o ON o.stay_id = c.node
  GROUP BY o.cell, c.community
),
largest AS (
  SELECT cell, MAX(n) AS n FROM clustered GROUP BY cell
),
own AS (
  SELECT m.cell, m.iid, m.main3, m.mode, m.n, m.n_nothing,
    COUNT(p.stay_id) AS n_similar,
    ROUND(CAST(COUNT(p.stay_id) AS DOUBLE) / m.n, 6) AS similar_index,
    AVG(CASE WHEN p.stay_id IS NOT NULL THEN CASE WHEN o.is_package THEN 1.0 ELSE 0.0 END END) AS package_share,
    AVG(CASE WHEN p.stay_id IS NOT NULL THEN CASE WHEN o.is_onco THEN 1.0 ELSE 0.0 END END) AS onco_share,
    AVG(CASE WHEN p.stay_id IS NOT NULL THEN CASE WHEN o.is_uremia THEN 1.0 ELSE 0.0 END END) AS uremia_share
  FROM mode_list m
  JOIN scope o ON o.cell = m.cell
  LEFT JOIN partner p ON p.stay_id = o.stay_id
  GROUP BY m.cell, m.iid, m.main3, m.mode, m.n, m.n_nothing
),
peers AS (
  SELECT a.cell, COUNT(*) AS n_peer, ROUND(quantile_cont(b.similar_index, 0.95), 6) AS p95, ROUND(quantile_cont(b.similar_index, 0.5), 6) AS p50
  FROM own a
  JOIN own b ON b.main3 = a.main3 AND b.mode = a.mode AND b.iid <> a.iid
  GROUP BY a.cell
)
SELECT o.cell, o.iid, o.main3, o.mode, o.n, o.n_nothing, o.n_similar, o.similar_index, o.package_share, o.onco_share, o.uremia_share,
  COALESCE(l.n, 0) AS cluster_size,
  CASE WHEN p.n_peer >= $min_peers THEN p.n_peer END AS n_peer,
  CASE WHEN p.n_peer >= $min_peers THEN p.p95 END AS p95,
  CASE WHEN p.n_peer >= $min_peers THEN p.p50 END AS p50
FROM own o
LEFT JOIN largest l ON l.cell = o.cell
LEFT JOIN peers p ON p.cell = o.cell
