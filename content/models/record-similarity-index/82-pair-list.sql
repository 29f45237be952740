-- 最像的住院对和相同的文字；逐日照抄的列出照抄的天数。
WITH author AS (
  SELECT o.stay_id, array_to_string(array_agg(DISTINCT d.author_code ORDER BY d.author_code), '、') AS authors, MIN(d.write_time) AS first_time
  FROM ods_emr_doc d
  JOIN (SELECT stay_id, u.mdtrt_id FROM scope CROSS JOIN UNNEST(mdtrt_ids) AS u(mdtrt_id)) o ON o.mdtrt_id = d.mdtrt_id
  WHERE d.author_code IS NOT NULL
  GROUP BY o.stay_id
),
alike AS (
  SELECT concat(i.fixmedins_code, '|', k.main3) AS subject_id, a.stay_key AS stay_a, b.stay_key AS stay_b, p.kind, p.similarity, p.passage,
    x.authors AS authors_a, y.authors AS authors_b, x.first_time AS time_a, y.first_time AS time_b, CAST(NULL AS INTEGER) AS n_days
  FROM candidate k
  JOIN institution i ON i.iid = k.iid
  JOIN scope a ON a.cell = k.cell
  JOIN pair p ON p.source = a.stay_id
  JOIN scope b ON b.stay_id = p.target
  LEFT JOIN author x ON x.stay_id = a.stay_id
  LEFT JOIN author y ON y.stay_id = b.stay_id
  WHERE k.kind = '病历雷同'
  QUALIFY ROW_NUMBER() OVER (PARTITION BY k.cell ORDER BY p.similarity DESC, a.stay_key, b.stay_key) <= 200
)
SELECT * FROM alike
UNION ALL
SELECT concat(i.fixmedins_code, '|', k.main3, '|逐日') AS subject_id, s.stay_key AS stay_a, CAST(NULL AS VARCHAR) AS stay_b, '逐日病程' AS kind, CAST(1 AS DOUBLE) AS similarity, c.passage,
  c.author_code AS authors_a, CAST(NULL AS VARCHAR) AS authors_b, CAST(c.day_from AS TIMESTAMP) AS time_a, CAST(c.day_to AS TIMESTAMP) AS time_b, CAST(c.n_days AS INTEGER) AS n_days
FROM candidate k
JOIN institution i ON i.iid = k.iid
JOIN copied c ON c.cell = k.cell
JOIN scope s ON s.stay_id = c.stay_id
WHERE k.kind = '逐日照抄'
