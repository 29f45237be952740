-- 各类费用对组内差异的贡献 = 该类费用与总费用的协方差 ÷ 总费用方差。
WITH line AS (
  SELECT c.iid, c.drg_code, c.kind, CAST(s.cost AS DOUBLE) AS cost,
    CAST(s.cat_medical AS DOUBLE) AS medical, CAST(s.cat_tech AS DOUBLE) AS tech, CAST(s.cat_drug AS DOUBLE) AS drug, CAST(s.cat_consumable AS DOUBLE) AS consumable
  FROM candidate c
  JOIN kept k ON k.drg_code = c.drg_code AND (c.iid IS NULL OR k.iid = c.iid)
  JOIN stay s ON s.stay_id = k.stay_id
  WHERE s.has_lines
)
SELECT iid, drg_code, kind, '医疗服务' AS category, covar_pop(medical, cost) / NULLIF(var_pop(cost), 0) AS share, AVG(medical) AS mean_amt FROM line GROUP BY iid, drg_code, kind
UNION ALL
SELECT iid, drg_code, kind, '检查检验' AS category, covar_pop(tech, cost) / NULLIF(var_pop(cost), 0) AS share, AVG(tech) AS mean_amt FROM line GROUP BY iid, drg_code, kind
UNION ALL
SELECT iid, drg_code, kind, '药品' AS category, covar_pop(drug, cost) / NULLIF(var_pop(cost), 0) AS share, AVG(drug) AS mean_amt FROM line GROUP BY iid, drg_code, kind
UNION ALL
SELECT iid, drg_code, kind, '耗材' AS category, covar_pop(consumable, cost) / NULLIF(var_pop(cost), 0) AS share, AVG(consumable) AS mean_amt FROM line GROUP BY iid, drg_code, kind
