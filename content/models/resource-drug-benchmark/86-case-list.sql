-- 金额最大的用药病例。
SELECT
  f.subject_id,
  COALESCE(s.stay_key, t.setl_id) AS visit_no,
  COALESCE(s.psn_no, t.psn_no) AS psn_no,
  COALESCE(s.adm, t.begndate) AS day,
  s.chfpdr_code,
  c.days,
  c.cnt,
  c.amt
FROM finding f
JOIN institution n ON n.fixmedins_code = f.fixmedins_code
JOIN unit u ON u.iid = n.iid AND u.grp = f.grp AND u.setting = f.setting
JOIN item m ON m.item_code = f.item_code
JOIN candidate k ON k.unit_id = u.unit_id AND k.item_id = m.item_id
JOIN pool_case c ON c.unit_id = u.unit_id AND c.item_id = m.item_id AND c.k = k.k
LEFT JOIN stay s ON c.setting_i = 1 AND s.stay_id = c.visit_id
LEFT JOIN settlement t ON c.setting_i = 2 AND t.sid = c.visit_id
QUALIFY ROW_NUMBER() OVER (PARTITION BY f.subject_id, f.setting ORDER BY c.amt DESC, c.visit_id) <= 100
