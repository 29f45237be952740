-- 叶节点概率达到界限、主导类费用超过组均足够多、路径正好落在主导类偏高上的住院（各类随住院日一起升高的不算结构不合理）。
-- 主导类 = 超出组均金额最大的一类。
WITH excess AS (
  SELECT o.stay_id, '医疗服务' AS category, 'medical' AS part, o.medical - a.medical AS amt, o.medical / NULLIF(a.medical, 0) AS ratio, o.medical AS own, a.medical AS mean_amt
  FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, '检查检验' AS category, 'tech' AS part, o.tech - a.tech AS amt, o.tech / NULLIF(a.tech, 0) AS ratio, o.tech AS own, a.tech AS mean_amt
  FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, '药品' AS category, 'drug' AS part, o.drug - a.drug AS amt, o.drug / NULLIF(a.drug, 0) AS ratio, o.drug AS own, a.drug AS mean_amt
  FROM scope o JOIN average a ON a.drg_code = o.drg_code
  UNION ALL
  SELECT o.stay_id, '耗材' AS category, 'consumable' AS part, o.consumable - a.consumable AS amt, o.consumable / NULLIF(a.consumable, 0) AS ratio, o.consumable AS own, a.consumable AS mean_amt
  FROM scope o JOIN average a ON a.drg_code = o.drg_code
),
driving AS (
  SELECT *
  FROM excess
  WHERE amt > 0
  QUALIFY ROW_NUMBER() OVER (PARTITION BY stay_id ORDER BY ROUND(amt, 2) DESC, category) = 1
)
SELECT t.id AS stay_id, t.leaf, ROUND(t.prediction, 6) AS p, t.rule,
  d.category, ROUND(d.ratio, 6) AS ratio, ROUND(d.amt, 2) AS excess, ROUND(d.own, 2) AS own, ROUND(d.mean_amt, 2) AS mean_amt
FROM tree t
JOIN driving d ON d.stay_id = t.id
WHERE ROUND(t.prediction, 6) >= $p_min
  AND ROUND(d.ratio, 6) >= $ratio_min AND ROUND(d.amt, 2) >= $min_excess
  AND (t.rule LIKE concat('%ratio_', d.part, ' >%') OR t.rule LIKE concat('%diff_', d.part, ' >%'))
