-- 真正有这个主诊断的住院的 M：第 1、5、25、50 百分位。
SELECT
  diag4,
  COUNT(*) AS n,
  quantile_cont(m, 0.01) AS p01,
  quantile_cont(m, 0.05) AS p05,
  quantile_cont(m, 0.25) AS p25,
  quantile_cont(m, 0.5) AS p50
FROM match_stay
GROUP BY diag4
