-- 初筛：检查化验占比高、治疗占比低的住院。
WITH shares AS (
  SELECT
    stay_id,
    COALESCE(amt_exam, 0) + COALESCE(amt_lab, 0) AS exam_amt,
    ROUND(CAST(COALESCE(amt_exam, 0) + COALESCE(amt_lab, 0) AS DOUBLE) / CAST(cost AS DOUBLE), 6) AS exam_share,
    ROUND(CAST(COALESCE(cat_drug, 0) + COALESCE(amt_treat, 0) + COALESCE(amt_oper, 0) AS DOUBLE) / CAST(cost AS DOUBLE), 6) AS treat_share
  FROM stay
  WHERE has_lines AND cost > 0 AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $peer_days - 1
)
SELECT stay_id, exam_amt, exam_share, treat_share
FROM shares
WHERE exam_share >= $exam_min AND treat_share <= $treat_max
