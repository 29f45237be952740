SELECT
  CASE WHEN i.iid IS NULL THEN k.drg_code ELSE concat(i.fixmedins_code, '|', k.drg_code) END AS subject_id,
  g.drg_code,
  CASE g.lvl WHEN 3 THEN '伴严重合并症或并发症' WHEN 2 THEN '伴合并症或并发症' ELSE '不伴合并症或并发症' END AS lvl_name,
  CAST(g.n AS INTEGER) AS n,
  CAST(g.q1 AS DECIMAL(16,2)) AS q1, CAST(g.med AS DECIMAL(16,2)) AS med, CAST(g.q3 AS DECIMAL(16,2)) AS q3,
  g.weight,
  CAST(g.pay AS DECIMAL(16,2)) AS pay
FROM candidate k
LEFT JOIN institution i ON i.iid = k.iid
JOIN subgroup g ON g.adrg = k.adrg AND g.tier = k.basis
