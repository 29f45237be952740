SELECT DISTINCT p.rule_id, i.item_id, i.item_code, i.item_name
FROM ev_pattern p
JOIN item i ON (p.kind = 'name' AND i.item_name LIKE p.pattern) OR (p.kind = 'code' AND starts_with(i.item_code, p.pattern))
