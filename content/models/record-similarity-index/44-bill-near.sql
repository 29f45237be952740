-- 同一格、诊断组合相同、总额相差在相似度之内的两次住院（不同的人）。
WITH head AS (
  SELECT stay_id, concat(cell, '|', dx) AS bucket, pid, MAX(total) AS total, MAX(len) AS len FROM bill GROUP BY stay_id, cell, dx, pid
)
SELECT a.stay_id AS source, b.stay_id AS target,
  LEAST(a.total, b.total) / GREATEST(a.total, b.total) / (a.len * b.len) AS scale
FROM head a
JOIN head b ON b.bucket = a.bucket
WHERE b.stay_id > a.stay_id AND b.pid <> a.pid
  AND ROUND(LEAST(a.total, b.total) / GREATEST(a.total, b.total), 6) >= $fee_similarity
