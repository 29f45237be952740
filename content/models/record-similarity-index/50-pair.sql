-- 相似的住院对：文书取最像的一类。
SELECT a.stay_id AS source, b.stay_id AS target, ROUND(MAX(t.similarity), 6) AS similarity, CAST(1 AS DOUBLE) AS weight,
  arg_max(t.passage, t.similarity) AS passage, arg_max(a.kind, t.similarity) AS kind
FROM text_pair t
JOIN note a ON a.id = t.source
JOIN note b ON b.id = t.target
JOIN mode_list m ON m.cell = a.grp AND m.mode = '文书'
GROUP BY a.stay_id, b.stay_id
UNION ALL
SELECT source, target, similarity, CAST(1 AS DOUBLE) AS weight, CAST(NULL AS VARCHAR) AS passage, '费用' AS kind
FROM bill_pair
