-- 每次住院一行：两个以上关键项目，或一个特异性很高的，指向同一类目手术。
WITH grouped AS (
  SELECT stay_id, category, COUNT(*) AS n_items, MAX(prob) AS prob, arg_max(family, prob) AS family,
    bool_and(cross_used) AS cross_used, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt_items,
    array_to_string(array_agg(DISTINCT item_name ORDER BY item_name), '、') AS item_names
  FROM missing_op
  GROUP BY stay_id, category
),
best AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY stay_id ORDER BY prob DESC, n_items DESC, category) AS place
  FROM grouped
  WHERE n_items >= 2 OR prob >= $strong
),
code_count AS (
  SELECT substr(code, 1, 4) AS family, code, COUNT(*) AS n FROM stay_oprn GROUP BY substr(code, 1, 4), code
),
code_best AS (
  SELECT family, code, ROW_NUMBER() OVER (PARTITION BY family ORDER BY n DESC, code) AS place FROM code_count
)
SELECT b.stay_id, b.category, b.family, b.n_items, b.prob, b.amt_items, b.item_names, c.code AS implied_code,
  CASE WHEN s.ex_rehab OR s.ex_psych THEN 'EX-BEDDAY' WHEN b.cross_used THEN 'EX-CROSS' END AS excluded_by
FROM best b
JOIN stay s ON s.stay_id = b.stay_id
LEFT JOIN code_best c ON c.family = b.family AND c.place = 1
WHERE b.place = 1
