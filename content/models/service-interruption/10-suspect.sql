-- 初筛：住院够长、有明细，且按明细看缺服务的整日够多。医嘱执行只会使空闲变少，所以这里不会漏。
WITH scope AS (
  SELECT stay_id, adm, dsc, date_diff('day', adm, dsc) - 1 AS inner_days
  FROM stay
  WHERE has_lines
    AND los >= $los_min
    AND date_diff('day', adm, dsc) >= 2
    AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $window_days - 1
),
served AS (
  SELECT s.stay_id, COUNT(*) AS n
  FROM scope s
  JOIN stay_day d ON d.stay_id = s.stay_id
  WHERE d.n_service > 0 AND d.day > s.adm AND d.day < s.dsc
  GROUP BY s.stay_id
)
SELECT s.stay_id, s.adm, s.dsc, s.inner_days
FROM scope s
LEFT JOIN served v ON v.stay_id = s.stay_id
WHERE s.inner_days - COALESCE(v.n, 0) >= $run_min
  OR ROUND(CAST(s.inner_days - COALESCE(v.n, 0) AS DOUBLE) / s.inner_days, 6) >= $idle_min
