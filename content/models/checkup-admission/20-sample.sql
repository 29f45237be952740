-- 回归样本：参照住院（同类组费用 P1–P99 之内）加上初筛住院。y 为住院日的自然对数，y_exam 为检查化验费加一的自然对数。
WITH grp AS (
  SELECT code, ROW_NUMBER() OVER (ORDER BY code) AS grp
  FROM (SELECT DISTINCT COALESCE(drg_code, main3) AS code FROM stay) c
  WHERE code IS NOT NULL
),
picked AS (
  SELECT
    p.stay_id,
    p.is_ref AND p.cost_in_range AS is_ref
  FROM (
    SELECT p.stay_id, p.is_ref, p.in_window, b.cost BETWEEN p.p01_cost AND p.p99_cost AS cost_in_range
    FROM peer_stay p
    JOIN peer_base b ON b.stay_id = p.stay_id
  ) p
  LEFT JOIN suspect_stay c ON c.stay_id = p.stay_id
  WHERE p.in_window AND ((p.is_ref AND p.cost_in_range) OR c.stay_id IS NOT NULL)
)
SELECT
  s.stay_id,
  CAST(g.grp AS INTEGER) AS grp,
  CASE WHEN k.is_ref THEN 1 ELSE 0 END AS is_ref,
  LN(CAST(s.los AS DOUBLE)) AS ln_los,
  CASE WHEN s.has_lines THEN LN(1 + CAST(COALESCE(s.amt_exam, 0) + COALESCE(s.amt_lab, 0) AS DOUBLE)) END AS ln_exam,
  CAST(CASE WHEN s.age <= 6 THEN 1 ELSE 0 END AS DOUBLE) AS age_0_6,
  CAST(CASE WHEN s.age BETWEEN 7 AND 17 THEN 1 ELSE 0 END AS DOUBLE) AS age_7_17,
  CAST(CASE WHEN s.age BETWEEN 45 AND 64 THEN 1 ELSE 0 END AS DOUBLE) AS age_45_64,
  CAST(CASE WHEN s.age BETWEEN 65 AND 79 THEN 1 ELSE 0 END AS DOUBLE) AS age_65_79,
  CAST(CASE WHEN s.age >= 80 THEN 1 ELSE 0 END AS DOUBLE) AS age_80,
  CAST(CASE WHEN s.gend = '2' THEN 1 ELSE 0 END AS DOUBLE) AS female,
  CAST(CASE WHEN s.tier = '3' THEN 1 ELSE 0 END AS DOUBLE) AS tier_3,
  CAST(CASE WHEN s.tier = '2' THEN 1 ELSE 0 END AS DOUBLE) AS tier_2,
  CAST(CASE WHEN s.adm_way = '1' OR s.med_type = '24' THEN 1 ELSE 0 END AS DOUBLE) AS emergency,
  CAST(COALESCE(s.n_second_diag, 0) AS DOUBLE) AS n_second_diag
FROM picked k
JOIN stay s ON s.stay_id = k.stay_id
JOIN grp g ON g.code = COALESCE(s.drg_code, s.main3)
