-- 概率矩阵的分子：参照住院中有该诊断又做该项目的住院数。
SELECT r.diag_id, i.item_id, COUNT(*) AS n_both
FROM ref_diag r
JOIN stay_item i ON i.stay_id = r.stay_id
JOIN (SELECT DISTINCT item_id FROM suspect_exam) e ON e.item_id = i.item_id
WHERE i.chrg IN ('03', '04')
GROUP BY r.diag_id, i.item_id
