-- 疑点涉及的住院：雷同簇（三例及以上才计金额）的成员；逐日照抄的住院。
SELECT k.cell, k.kind, o.stay_id, c.community, COUNT(*) OVER (PARTITION BY k.cell, k.kind, c.community) AS cluster_n
FROM candidate k
JOIN scope o ON o.cell = k.cell
JOIN cluster c ON c.node = o.stay_id
WHERE k.kind = '病历雷同'
UNION ALL
SELECT k.cell, k.kind, p.stay_id, CAST(NULL AS INTEGER) AS community, 3 AS cluster_n
FROM candidate k
JOIN copied p ON p.cell = k.cell
WHERE k.kind = '逐日照抄'
