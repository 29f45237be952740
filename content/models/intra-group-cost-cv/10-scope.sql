-- 统计期内已入组、有费用的住院；高倍率、低倍率不进入统计。
SELECT s.stay_id, s.iid, g.adrg, g.drg_code, CAST(s.cost AS DOUBLE) AS cost, s.clr_way, COALESCE(s.ex_day, FALSE) AS is_day
FROM drg_stay g
JOIN stay s ON s.stay_id = g.stay_id
WHERE g.grouped AND g.drg_code IS NOT NULL AND s.cost > 0
  AND COALESCE(s.outlier_type, '正常') NOT IN ('高倍率', '低倍率')
  AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
