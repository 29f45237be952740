-- 迁移对照：本机构与同行各机构在基础病组和较高病组的例数。
SELECT
  concat(i.fixmedins_code, '|', c.drg_code) AS subject_id,
  k.fixmedins_name AS fixmedins_name, k.tier AS tier,
  CASE WHEN m.iid = c.iid THEN '本机构' ELSE '同行' END AS side,
  CAST(m.n_basic AS INTEGER) AS n_basic, CAST(m.n_next AS INTEGER) AS n_next, m.mig
FROM candidate c
JOIN institution i ON i.iid = c.iid
JOIN migration m ON m.drg_code = c.drg_code
JOIN institution k ON k.iid = m.iid
WHERE c.b2
