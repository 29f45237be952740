-- Drug, examination and material amounts of comparable stays elsewhere: same disease, and for day surgery and
-- packages the same kind.
WITH other AS (
  SELECT DISTINCT s.stay_id, s.iid, s.main3, s.kind
  FROM passed_cluster p
  JOIN scope_all s ON s.main3 = p.main3 AND s.iid <> p.iid AND (p.kind = 'ordinary' OR s.kind = p.kind)
)
SELECT
  o.stay_id, o.iid, o.main3, o.kind AS stay_kind,
  CASE WHEN i.chrg IN ('09', '10', '11') THEN 'drug' WHEN i.chrg IN ('03', '04') THEN 'exam' ELSE 'material' END AS kind,
  i.item_id AS item, CAST(SUM(i.amt) AS DOUBLE) AS amount
FROM other o
JOIN stay_item i ON i.stay_id = o.stay_id
WHERE i.chrg IN ('03', '04', '08', '09', '10', '11')
GROUP BY o.stay_id, o.iid, o.main3, o.kind, 5, i.item_id
HAVING SUM(i.amt) > 0
