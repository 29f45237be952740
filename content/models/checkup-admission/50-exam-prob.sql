-- P(检查|诊断) = (n(d,e)+0.5)/(n(d)+1)；一次住院的所有诊断取最大值，有一个诊断解释得通即为合理。
WITH n_diag AS (
  SELECT diag_id, COUNT(*) AS n FROM ref_diag GROUP BY diag_id
),
each_diag AS (
  SELECT
    e.stay_id, e.item_id, e.amt,
    ROUND((COALESCE(p.n_both, 0) + 0.5) / (COALESCE(n.n, 0) + 1.0), 6) AS prob
  FROM suspect_exam e
  JOIN stay_diag d ON d.stay_id = e.stay_id
  JOIN suspect_diag k ON k.diag4 = substr(d.code, 1, 5)
  LEFT JOIN n_diag n ON n.diag_id = k.diag_id
  LEFT JOIN diag_exam_pair p ON p.diag_id = k.diag_id AND p.item_id = e.item_id
)
SELECT stay_id, item_id, MAX(amt) AS amt, CAST(MAX(prob) AS DOUBLE) AS prob
FROM each_diag
GROUP BY stay_id, item_id
