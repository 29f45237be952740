-- Member × item, the eight dearest items and the first twenty-five members.
WITH line AS (
  SELECT c.subject_id, c.stay_key, c.adm, l.item, SUM(l.amount) AS amount
  FROM similar_case c
  JOIN stay s ON s.stay_key = c.stay_key
  JOIN member_line l ON l.id = s.stay_id
  GROUP BY c.subject_id, c.stay_key, c.adm, l.item
),
top_item AS (
  SELECT subject_id, item
  FROM line
  GROUP BY subject_id, item
  QUALIFY ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY SUM(amount) DESC, item) <= 8
),
top_member AS (
  SELECT subject_id, stay_key
  FROM similar_case
  QUALIFY ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY adm, stay_key) <= 25
)
SELECT l.subject_id, l.stay_key, i.item_name, CAST(l.amount AS DECIMAL(16, 2)) AS amount
FROM line l
JOIN top_item t ON t.subject_id = l.subject_id AND t.item = l.item
JOIN top_member m ON m.subject_id = l.subject_id AND m.stay_key = l.stay_key
JOIN item i ON i.item_id = l.item
