-- 每次初筛住院：检查化验金额、缺少依据的金额与占比、常规体检项目数。
WITH bundle AS (
  SELECT DISTINCT item_id FROM item_set WHERE set_id = 'CHECKUP_BUNDLE'
)
SELECT
  e.stay_id,
  CAST(SUM(e.amt) AS DECIMAL(16,2)) AS exam_amt,
  CAST(SUM(CASE WHEN p.prob < $improbable_max THEN e.amt ELSE 0 END) AS DECIMAL(16,2)) AS improb_amt,
  ROUND(CAST(SUM(CASE WHEN p.prob < $improbable_max THEN e.amt ELSE 0 END) AS DOUBLE) / CAST(SUM(e.amt) AS DOUBLE), 6) AS improb,
  COUNT(b.item_id) AS bundle,
  COUNT(*) AS n_exam
FROM suspect_exam e
LEFT JOIN exam_prob p ON p.stay_id = e.stay_id AND p.item_id = e.item_id
LEFT JOIN bundle b ON b.item_id = e.item_id
GROUP BY e.stay_id
