-- 机构 × 基础病组的匹配程度中位数，与同级其他机构的第 10 百分位、中位数比较。
WITH own AS (
  SELECT c.iid, c.tier, c.drg_code, COUNT(*) AS n, quantile_cont(m.m, 0.5) AS m
  FROM cheap_stay c
  JOIN match_stay m ON m.stay_id = c.stay_id
  GROUP BY c.iid, c.tier, c.drg_code
  HAVING COUNT(*) >= $min_cases
)
SELECT a.iid, a.drg_code, ROUND(a.m, 6) AS m,
  ROUND(quantile_cont(b.m, 0.1), 6) AS m_p10,
  ROUND(quantile_cont(b.m, 0.5), 6) AS m_med
FROM own a
JOIN own b ON b.drg_code = a.drg_code AND b.tier = a.tier AND b.iid <> a.iid
GROUP BY a.iid, a.drg_code, a.m
HAVING COUNT(*) >= $min_peers
