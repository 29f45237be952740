-- 每次住院一行。交付的病组以交付为准；没有交付的取分组方案的结果。交付了病组而没有权重的，只在方案分到同一病组时借用方案的权重。
WITH chosen AS (
  SELECT
    s.stay_id,
    s.drg_code IS NOT NULL AS delivered,
    CASE WHEN s.drg_code IS NOT NULL THEN '交付' ELSE g.scheme END AS scheme,
    CASE WHEN s.drg_code IS NOT NULL THEN s.mdc ELSE g.mdc END AS mdc,
    CASE WHEN s.drg_code IS NOT NULL THEN COALESCE(s.adrg, substr(s.drg_code, 1, 3)) ELSE g.adrg END AS adrg,
    COALESCE(s.drg_code, g.drg_code) AS drg_code,
    CASE
      WHEN s.drg_code IS NOT NULL THEN s.drg_code NOT LIKE '%QY' AND s.drg_code NOT LIKE '0%'
      ELSE COALESCE(g.grouped, FALSE)
    END AS grouped,
    COALESCE(s.drg_wt, CASE WHEN s.drg_code IS NULL OR s.drg_code = g.drg_code THEN g.weight END) AS weight,
    s.drg_rate,
    CASE WHEN s.drg_code IS NULL THEN g.rate END AS scheme_rate,
    s.drg_pay_std,
    s.drg_wt
  FROM stay s
  LEFT JOIN drg_grouped g ON g.case_key = CAST(s.stay_id AS VARCHAR)
),
rated AS (
  SELECT
    c.*,
    COALESCE(
      c.drg_rate,
      CASE WHEN c.drg_wt > 0 THEN CAST(c.drg_pay_std AS DOUBLE) / c.drg_wt END,
      CASE WHEN $drg_rate_default > 0 THEN $drg_rate_default END,
      c.scheme_rate
    ) AS rate
  FROM chosen c
)
SELECT
  stay_id,
  scheme,
  mdc,
  adrg,
  drg_code,
  grouped,
  CAST(weight AS DOUBLE) AS weight,
  CAST(rate AS DOUBLE) AS rate,
  CASE WHEN grouped THEN COALESCE(drg_pay_std, CAST(ROUND(weight * rate, 2) AS DECIMAL(16,2))) END AS pay,
  CASE WHEN grouped THEN
    CASE substr(drg_code, length(drg_code), 1) WHEN '1' THEN 'MCC' WHEN '3' THEN 'CC' WHEN '5' THEN 'NONE' END
  END AS cc
FROM rated
