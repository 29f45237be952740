-- 能够评估的诊断：有关键项目的四位亚目。
SELECT diag4, SUM(weight) AS total_weight, COUNT(*) AS n_key
FROM rel_key
GROUP BY diag4
