-- 两种疑点：病历之间雷同；同一病历逐日照抄。
SELECT i.cell, i.iid, i.main3, '病历雷同' AS kind, i.mode, i.n, i.n_similar, i.similar_index, i.p95, i.p50, i.n_peer, i.cluster_size, CAST(i.n_nothing AS DOUBLE) / i.n AS nothing_share,
  CASE
    WHEN i.mode = '费用' AND i.package_share >= 0.5 THEN 'EX-PACKAGE'
    WHEN i.mode = '费用' AND i.onco_share >= 0.5 THEN 'EX-ONCO'
    WHEN i.mode = '费用' AND i.uremia_share >= 0.5 THEN 'EX-UREMIA'
    WHEN i.p95 > 0 AND ROUND(i.similar_index / i.p95, 6) < $times_min THEN 'EX-REGIONAL'
  END AS excluded_by
FROM index_list i
WHERE i.similar_index >= $index_min AND i.similar_index > i.p95
UNION ALL
SELECT i.cell, i.iid, i.main3, '逐日照抄' AS kind, '文书' AS mode, i.n, c.n AS n_similar, ROUND(CAST(c.n AS DOUBLE) / i.n, 6) AS similar_index,
  CAST(NULL AS DOUBLE) AS p95, CAST(NULL AS DOUBLE) AS p50, CAST(NULL AS BIGINT) AS n_peer, 0 AS cluster_size, CAST(i.n_nothing AS DOUBLE) / i.n AS nothing_share, CAST(NULL AS VARCHAR) AS excluded_by
FROM index_list i
JOIN (SELECT cell, COUNT(*) AS n FROM copied GROUP BY cell) c ON c.cell = i.cell
WHERE ROUND(CAST(c.n AS DOUBLE) / i.n, 6) >= $index_min
