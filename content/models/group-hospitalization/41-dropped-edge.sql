-- Pairs that would be linked if the stays that do not count did: kept to record what the exclusions dropped.
SELECT n.p AS source, n.q AS target, CAST(n.c_all AS DOUBLE) AS weight, n.lambda_all AS expected, t.p AS chance
FROM pair_count n
JOIN chance_tail t ON t.k = n.c_all AND t."lambda" = n.lambda_all
WHERE n.c_all > n.c_clean AND t.p <= $p_edge
  AND NOT EXISTS (SELECT 1 FROM edge e WHERE e.source = n.p AND e.target = n.q)
