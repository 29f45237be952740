-- 同一次住院内部照抄：去掉数字标点后相同的病程记录，出现在几天（够长的才算）。
WITH daily AS (
  SELECT o.stay_id, o.cell, d.author_code, CAST(d.write_time AS DATE) AS day, regexp_replace(d.text, '[0-9，。；：、,.:;/\s-]', '', 'g') AS body
  FROM ods_emr_doc d
  JOIN (SELECT stay_id, cell, u.mdtrt_id FROM scope CROSS JOIN UNNEST(mdtrt_ids) AS u(mdtrt_id)) o ON o.mdtrt_id = d.mdtrt_id
  WHERE d.doc_type LIKE '%病程%' AND d.doc_type NOT LIKE '%首次%' AND d.text IS NOT NULL AND d.write_time IS NOT NULL
)
SELECT stay_id, cell, MIN(author_code) AS author_code, COUNT(DISTINCT day) AS n_days, MIN(day) AS day_from, MAX(day) AS day_to, substr(body, 1, 80) AS passage
FROM daily
WHERE length(body) >= $min_note_chars
GROUP BY stay_id, cell, body
HAVING COUNT(DISTINCT day) >= $copy_days
QUALIFY ROW_NUMBER() OVER (PARTITION BY stay_id ORDER BY COUNT(DISTINCT day) DESC, MIN(day), body) = 1
