-- 每个病组：权重、例数、费用变异系数、一二级机构收治的比例，是不是基础病组，以及同核心组里紧邻的较高病组
-- （只在按合并症细分的 1、3、5 之间；按年龄、住院日细分的不是编码可以挪动的）。
WITH counted AS (
  SELECT drg_code, MIN(adrg) AS adrg, COUNT(*) AS n, quantile_cont(weight, 0.5) AS weight, quantile_cont(pay, 0.5) AS pay,
    STDDEV_SAMP(cost) / NULLIF(AVG(cost), 0) AS cv,
    COUNT(DISTINCT CASE WHEN tier IN ('1', '2') THEN iid END) AS n_low
  FROM scope
  GROUP BY drg_code
),
lower_tier AS (
  SELECT COUNT(DISTINCT iid) AS n FROM scope WHERE tier IN ('1', '2')
),
marked AS (
  SELECT c.*,
    substr(c.drg_code, length(c.drg_code), 1) IN ('1', '3', '5') AS severity,
    ROUND(CAST(c.n_low AS DOUBLE) / NULLIF(l.n, 0), 6) AS cover,
    CASE
      WHEN $basic_groups <> '' THEN concat(',', $basic_groups, ',') LIKE concat('%,', c.drg_code, ',%')
      ELSE COALESCE(c.weight <= $w_max AND ROUND(CAST(c.n_low AS DOUBLE) / NULLIF(l.n, 0), 6) >= $cover AND ROUND(c.cv, 6) < $cv_max, FALSE)
    END AS basic
  FROM counted c
  CROSS JOIN lower_tier l
)
SELECT
  m.drg_code, m.adrg, m.n, m.weight, m.pay, ROUND(m.cv, 6) AS cv, m.cover, m.basic,
  CASE WHEN m.severity THEN LEAD(m.drg_code) OVER (PARTITION BY m.adrg, m.severity ORDER BY m.weight, m.drg_code DESC) END AS next_code,
  CASE WHEN m.severity THEN LEAD(m.weight) OVER (PARTITION BY m.adrg, m.severity ORDER BY m.weight, m.drg_code DESC) END AS next_weight,
  CASE WHEN m.severity THEN LEAD(m.pay) OVER (PARTITION BY m.adrg, m.severity ORDER BY m.weight, m.drg_code DESC) END AS next_pay
FROM marked m
