-- Amount per item, without bed and nursing, of the stays whose pair was not dropped.
WITH wanted AS (
  SELECT p.a_id AS stay_id FROM pair p WHERE NOT EXISTS (SELECT 1 FROM exclusion x WHERE x.a_id = p.a_id AND x.b_id = p.b_id)
  UNION
  SELECT p.b_id AS stay_id FROM pair p WHERE NOT EXISTS (SELECT 1 FROM exclusion x WHERE x.a_id = p.a_id AND x.b_id = p.b_id)
)
SELECT i.stay_id, i.item_id, MIN(i.chrg) AS chrg, CAST(SUM(i.amt) AS DOUBLE) AS amt
FROM stay_item i
JOIN wanted w ON w.stay_id = i.stay_id
WHERE i.chrg NOT IN ('01', '07')
GROUP BY i.stay_id, i.item_id
HAVING SUM(i.amt) > 0
