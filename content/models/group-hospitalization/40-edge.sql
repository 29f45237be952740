SELECT n.p AS source, n.q AS target, CAST(n.c_clean AS DOUBLE) AS weight, n.lambda_clean AS expected, t.p AS chance
FROM pair_count n
JOIN chance_tail t ON t.k = n.c_clean AND t."lambda" = n.lambda_clean
WHERE n.c_clean >= $c_min AND t.p <= $p_edge
