SELECT '最近一个季度够数的病组太少，占比没有意义' AS reason, COUNT(*) AS n
FROM (SELECT DISTINCT iid FROM quarter_case WHERE back = 0) h
WHERE NOT EXISTS (SELECT 1 FROM quarter_share q WHERE q.iid = h.iid AND q.back = 0)
HAVING COUNT(*) > 0
UNION ALL
SELECT '没有前四个季度的数据，上升幅度不计分' AS reason, COUNT(*) AS n
FROM alert
WHERE rise IS NULL
HAVING COUNT(*) > 0
