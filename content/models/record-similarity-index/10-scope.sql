-- 统计期内的住院，按 机构 × 病种（主诊断三位码）分格；病例够多的格才评估。
WITH every AS (
  SELECT s.stay_id, s.stay_key, s.mdtrt_ids, s.iid, s.pid, s.main3, s.main_code, COALESCE(s.has_lines, FALSE) AS has_lines,
    COALESCE(s.ex_day, FALSE) OR COALESCE(s.clr_way, '') IN ('20', '50') AS is_package,
    COALESCE(s.ex_onco, FALSE) AS is_onco, COALESCE(s.ex_uremia, FALSE) AS is_uremia
  FROM stay s
  WHERE s.main3 IS NOT NULL AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
)
SELECT *, concat(CAST(iid AS VARCHAR), '|', main3) AS cell
FROM every
QUALIFY COUNT(*) OVER (PARTITION BY iid, main3) >= $min_visits
