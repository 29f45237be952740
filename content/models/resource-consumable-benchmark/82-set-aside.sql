-- 只有算上翻修、多部位、儿童病例才达到比值规则的格：记为被排除的候选，原因取这些病例中最多的一种。
WITH candidate AS (
  SELECT w.*
  FROM worst w
  WHERE NOT w.clean AND w.passes
    AND NOT EXISTS (
      SELECT 1 FROM worst c
      WHERE c.clean AND c.passes AND c.iid = w.iid AND c.class_id = w.class_id AND c.oprn4 = w.oprn4
    )
),
reason AS (
  SELECT iid, class_id, oprn4, set_aside, COUNT(*) AS n
  FROM use_case
  WHERE set_aside IS NOT NULL
  GROUP BY iid, class_id, oprn4, set_aside
  QUALIFY ROW_NUMBER() OVER (PARTITION BY iid, class_id, oprn4 ORDER BY COUNT(*) DESC, set_aside) = 1
)
SELECT c.*, r.set_aside
FROM candidate c
JOIN reason r ON r.iid = c.iid AND r.class_id = c.class_id AND r.oprn4 = c.oprn4
