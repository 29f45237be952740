-- 住院病例按主诊医师分。
SELECT
  f.subject_id,
  COALESCE(s.chfpdr_code, '未填') AS chfpdr_code,
  COUNT(*) AS n_case,
  CAST(SUM(c.amt) AS DECIMAL(16,2)) AS amt,
  CAST(SUM(c.amt) / COUNT(*) AS DECIMAL(16,2)) AS amt_per_case
FROM finding f
JOIN institution n ON n.fixmedins_code = f.fixmedins_code
JOIN unit u ON u.iid = n.iid AND u.grp = f.grp AND u.setting = f.setting
JOIN item m ON m.item_code = f.item_code
JOIN candidate k ON k.unit_id = u.unit_id AND k.item_id = m.item_id
JOIN pool_case c ON c.unit_id = u.unit_id AND c.item_id = m.item_id AND c.k = k.k AND c.setting_i = 1
JOIN stay s ON s.stay_id = c.visit_id
GROUP BY f.subject_id, COALESCE(s.chfpdr_code, '未填')
