-- 近两个统计期内有费用的住院；只有最近一个统计期（in_window）且不是费用极值的住院进入组内统计（is_ref）。
SELECT
  s.stay_id,
  CAST(p.profile_id AS INTEGER) AS profile_id,
  s.iid,
  CAST(s.cost AS DOUBLE) AS cost,
  LN(1 + CAST(s.cost AS DOUBLE)) AS ln_cost,
  CASE WHEN s.has_lines THEN CAST(s.cat_drug AS DOUBLE) END AS amt_drug,
  CASE WHEN s.has_lines THEN CAST(s.cat_tech AS DOUBLE) END AS amt_exam,
  CASE WHEN s.has_lines THEN CAST(s.cat_consumable AS DOUBLE) END AS amt_cons,
  date_diff('day', s.dsc, $as_of) < $peer_days AS in_window,
  date_diff('day', s.dsc, $as_of) < $peer_days
    AND COALESCE(s.outlier_type, '正常') NOT IN ('高倍率', '低倍率') AS is_ref
FROM stay s
JOIN peer_profile p
  ON p.tier = COALESCE(s.tier, '')
  AND p.economic_type = COALESCE(s.economic_type, '')
  AND p.drg_code = COALESCE(s.drg_code, '')
  AND p.adrg = COALESCE(s.adrg, '')
  AND p.main3 = COALESCE(s.main3, '')
  AND p.chapter = COALESCE(s.chapter, '')
  AND p.surgical = COALESCE(s.surgical, FALSE)
WHERE s.cost > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND 2 * $peer_days - 1
