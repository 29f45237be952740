-- 例数、区位商和泊松 z 都达到的机构 × 病组。
WITH rated AS (
  SELECT c.*,
    CAST(n_h AS DOUBLE) * n_g / n AS expected,
    ROUND((CAST(n_hg AS DOUBLE) / n_h) / (CAST(n_g AS DOUBLE) / n), 6) AS lq,
    ROUND((CAST(n_hg AS DOUBLE) / n_h) / (CAST(n_tg AS DOUBLE) / n_t), 6) AS lq_tier,
    ROUND(mean_pay / mean_paid_cost, 6) AS margin,
    ROUND(mean_cost / peer_cost, 6) AS relative_cost
  FROM cell c
)
SELECT *, ROUND((n_hg - expected) / SQRT(expected), 6) AS z
FROM rated
WHERE n_hg >= $min_cases
  AND lq >= $lq_min
  AND ROUND((n_hg - expected) / SQRT(expected), 6) >= $z_min
