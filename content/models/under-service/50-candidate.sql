-- 五项中至少三项成立。缺的数据不算成立，记入缺失。
WITH counted AS (
  SELECT stay_id, COUNT(*) AS n_missing FROM missing GROUP BY stay_id
),
judged AS (
  SELECT n.*, m.m, c.p05, k.n_missing,
    b.gap, b.kind, b.visit_no, b.fixmedins_code AS back_code, b.main_code AS back_main,
    ROUND(m.m, 6) < ROUND(c.p05, 6) AS unmatched,
    m.stay_id IS NOT NULL AS assessable,
    b.stay_id IS NOT NULL AS returned
  FROM near n
  LEFT JOIN match_stay m ON m.stay_id = n.stay_id
  LEFT JOIN match_curve c ON c.diag4 = m.diag4
  LEFT JOIN counted k ON k.stay_id = n.stay_id
  LEFT JOIN back b ON b.stay_id = n.stay_id
),
flagged AS (
  SELECT *,
    CASE WHEN cheap THEN 1 ELSE 0 END + CASE WHEN unmatched THEN 1 ELSE 0 END + CASE WHEN n_missing >= 1 THEN 1 ELSE 0 END
      + CASE WHEN short_stay THEN 1 ELSE 0 END + CASE WHEN returned THEN 1 ELSE 0 END AS n_signs
  FROM judged
)
SELECT * FROM flagged WHERE n_signs >= $min_signs
