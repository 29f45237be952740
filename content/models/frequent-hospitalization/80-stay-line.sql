SELECT
  FIRST_VALUE(s.psn_no) OVER (PARTITION BY c.pid ORDER BY s.adm DESC, s.stay_id DESC) AS subject_id,
  s.adm, s.dsc,
  CAST(date_diff('day', LAG(s.dsc) OVER (PARTITION BY c.pid ORDER BY s.adm, s.stay_id), s.adm) AS INTEGER) AS gap_days,
  i.fixmedins_name, s.dept, s.main_code, s.los, s.cost, s.fund,
  CASE WHEN c.excl IS NOT NULL THEN '不计入：' || c.excl WHEN c.is_excess = 1 THEN '超出允许次数' ELSE '计入' END AS mark
FROM counted c
JOIN stay s ON s.stay_id = c.stay_id
JOIN institution i ON i.iid = s.iid
