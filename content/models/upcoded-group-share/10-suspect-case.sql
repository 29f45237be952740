-- 高分病例：E1 的疑点（未被排除），分值四舍五入后达到下限。
SELECT stay_id, codes, drg_corr, pay_diff, fund_diff, CAST(FLOOR(100 * ROUND(LEAST(1, score_raw), 6) + 0.5) AS INTEGER) AS score
FROM up_case
WHERE is_case AND excluded_by IS NULL AND FLOOR(100 * ROUND(LEAST(1, score_raw), 6) + 0.5) >= $suspect_score
