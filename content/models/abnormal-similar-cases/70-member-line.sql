-- Drug, examination and material amounts of the members; one row of another kind keeps a member without any.
SELECT
  m.cluster, m.stay_id AS id,
  CASE WHEN i.chrg IN ('09', '10', '11') THEN 'drug' WHEN i.chrg IN ('03', '04') THEN 'exam' WHEN i.chrg = '08' THEN 'material' ELSE 'other' END AS kind,
  i.item_id AS item, CAST(SUM(i.amt) AS DOUBLE) AS amount
FROM member m
JOIN stay_item i ON i.stay_id = m.stay_id
GROUP BY m.cluster, m.stay_id, 3, i.item_id
HAVING SUM(i.amt) > 0
