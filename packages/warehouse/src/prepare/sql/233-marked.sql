-- Items that say something about a stay.
SELECT item_id, bool_or(mark = 'RESCUE') AS rescue, bool_or(mark = 'BLOOD') AS blood, bool_or(mark = 'RADIOTHERAPY') AS radiotherapy,
  bool_or(mark = 'DIALYSIS') AS dialysis, bool_or(mark = 'ANTINEOPLASTIC') AS antineoplastic, bool_or(mark = 'NONSERVICE') AS nonservice
FROM (
  SELECT item_id, set_id AS mark FROM item_set WHERE set_id IN ('RESCUE', 'BLOOD', 'RADIOTHERAPY', 'DIALYSIS', 'NONSERVICE')
  UNION ALL
  SELECT item_id, 'ANTINEOPLASTIC' FROM item WHERE item_code LIKE 'XL01%' OR item_code LIKE 'XL03%' OR item_code LIKE 'XL04%'
) m GROUP BY item_id
