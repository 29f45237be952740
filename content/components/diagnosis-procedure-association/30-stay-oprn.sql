SELECT o.stay_id, k.oprn_id, COUNT(*) AS n
FROM stay_oprn o
JOIN assoc_oprn k ON k.oprn4 = substr(o.code, 1, 5)
JOIN stay s ON s.stay_id = o.stay_id
WHERE s.has_lines AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $assoc_days - 1
GROUP BY o.stay_id, k.oprn_id
