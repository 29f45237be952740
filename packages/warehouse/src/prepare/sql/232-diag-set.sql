-- Code prefixes of every set that is not about items (diagnoses, operations, diseases).
SELECT DISTINCT set_id, code FROM x_code_set WHERE domain <> 'item' AND match_kind = 'code' AND code <> '' ORDER BY set_id, code
