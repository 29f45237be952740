-- 每格用什么比较：半数以上住院有文书的用文书，否则用费用构成和诊断组合。
SELECT o.cell, o.iid, o.main3, COUNT(*) AS n,
  CASE WHEN COUNT(n.stay_id) * 2 >= COUNT(*) THEN '文书' ELSE '费用' END AS mode,
  COUNT(CASE WHEN n.stay_id IS NULL AND NOT o.has_lines THEN 1 END) AS n_nothing
FROM scope o
LEFT JOIN (SELECT DISTINCT stay_id FROM note) n ON n.stay_id = o.stay_id
GROUP BY o.cell, o.iid, o.main3
