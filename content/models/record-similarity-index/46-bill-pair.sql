-- 费用构成几乎相同的两次住院：余弦 × 较小总额 ÷ 较大总额。
SELECT s.source, s.target, ROUND(SUM(s.amt * b.amt) * MAX(s.scale), 6) AS similarity
FROM bill_side s
JOIN bill b ON b.stay_id = s.target AND b.item_id = s.item_id
GROUP BY s.source, s.target
HAVING ROUND(SUM(s.amt * b.amt) * MAX(s.scale), 6) >= $fee_similarity
