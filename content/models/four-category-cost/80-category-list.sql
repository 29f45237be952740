-- 四类费用和合计：本次、病组例均、比值和占比。
WITH line AS (
  SELECT o.stay_id, 1 AS place, '医疗服务' AS category, o.medical AS own, a.medical AS mean_amt, o.total, a.total AS mean_total FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, 2 AS place, '检查检验' AS category, o.tech AS own, a.tech AS mean_amt, o.total, a.total AS mean_total FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, 3 AS place, '药品' AS category, o.drug AS own, a.drug AS mean_amt, o.total, a.total AS mean_total FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, 4 AS place, '耗材' AS category, o.consumable AS own, a.consumable AS mean_amt, o.total, a.total AS mean_total FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, 5 AS place, '合计' AS category, o.total AS own, a.total AS mean_amt, o.total, a.total AS mean_total FROM scope o JOIN average a ON a.drg_code = o.drg_code
)
SELECT s.stay_key AS subject_id, l.category,
  CAST(l.own AS DECIMAL(16,2)) AS own, CAST(l.mean_amt AS DECIMAL(16,2)) AS mean_amt,
  ROUND(l.own / NULLIF(l.mean_amt, 0), 6) AS ratio, ROUND(l.own / l.total, 6) AS share, ROUND(l.mean_amt / l.mean_total, 6) AS mean_share
FROM candidate c
JOIN line l ON l.stay_id = c.stay_id
JOIN stay s ON s.stay_id = c.stay_id
