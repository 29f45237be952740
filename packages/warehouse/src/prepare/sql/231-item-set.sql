-- Code sets over items: a row matches by code prefix or by name pattern.
SELECT DISTINCT c.set_id, i.item_id
FROM item i
JOIN x_code_set c ON c.domain = 'item'
  AND ((c.match_kind = 'code' AND starts_with(i.item_code, c.code)) OR (c.match_kind = 'name' AND i.item_name LIKE c.name))
ORDER BY c.set_id, i.item_id
