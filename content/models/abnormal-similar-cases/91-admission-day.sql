SELECT subject_id, adm AS day, CAST(COUNT(*) AS INTEGER) AS n
FROM similar_case
GROUP BY subject_id, adm
