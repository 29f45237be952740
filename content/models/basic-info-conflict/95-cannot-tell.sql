SELECT '性别缺失，性别类规则不能判断' AS reason, COUNT(*) AS n FROM scope WHERE gend IS NULL HAVING COUNT(*) > 0
UNION ALL
SELECT '出生日期缺失，年龄和新生儿类规则不能判断' AS reason, COUNT(*) AS n FROM scope WHERE brdy IS NULL HAVING COUNT(*) > 0
UNION ALL
SELECT '新生儿出生体重普遍未填，漏填规则不能判断' AS reason, COUNT(*) AS n
FROM scope c
LEFT JOIN list l ON l.stay_id = c.stay_id
WHERE c.days BETWEEN 0 AND 28 AND COALESCE(l.bir_wt, 0) = 0
  AND (
    SELECT COUNT(*) FILTER (WHERE y.bir_wt > 0) < $weight_fill_share * COUNT(*)
    FROM scope x LEFT JOIN list y ON y.stay_id = x.stay_id WHERE x.days BETWEEN 0 AND 28
  )
HAVING COUNT(*) > 0
UNION ALL
SELECT '停用清单中有不存在的规则编号' AS reason, w.n - k.n AS n
FROM (SELECT CASE WHEN t.ids = '' THEN 0 ELSE length(t.ids) - length(replace(t.ids, ',', '')) + 1 END AS n
  FROM (SELECT replace(replace($rules_off, ' ', ''), '，', ',') AS ids) t) w
CROSS JOIN (SELECT COUNT(*) AS n FROM rule WHERE NOT active) k
WHERE w.n > k.n
