-- Departments of stays that belong to a code set of departments, by code prefix or name pattern.
SELECT DISTINCT c.set_id, d.dept
FROM (SELECT DISTINCT dept FROM stay WHERE dept IS NOT NULL) d
JOIN x_code_set c ON c.domain = 'department'
  AND ((c.match_kind = 'code' AND c.code <> '' AND starts_with(d.dept, c.code)) OR (c.match_kind = 'name' AND d.dept LIKE c.name))
ORDER BY c.set_id, d.dept
