-- Every delivered settlement number that lives on (a refund row lives on in its family) → surrogate.
SELECT c.setl_id, s.sid, TRUE AS in_chain
FROM x_family f
JOIN x_chain c ON c.fam_id = f.fam_id
JOIN x_setl s ON s.setl_id = f.setl_id
WHERE f.outcome = 'kept'
UNION ALL
SELECT s.setl_id, s.sid, FALSE AS in_chain FROM x_setl s WHERE s.fam_ids IS NULL
