-- 次数最多的病例。
WITH target AS (
  SELECT f.subject_id, n.iid, r.item_id
  FROM finding f
  JOIN institution n ON n.fixmedins_code = f.fixmedins_code
  JOIN rehab_item r ON r.item_code = f.item_code
),
top AS (
  SELECT t.subject_id, u.setting, u.cnt, u.amt, u.days,
    CASE WHEN u.setting_i = 1 THEN u.visit_id END AS stay_id,
    CASE WHEN u.setting_i = 2 THEN u.visit_id END AS sid
  FROM target t
  JOIN use_case u ON u.iid = t.iid AND u.item_id = t.item_id
  QUALIFY ROW_NUMBER() OVER (PARTITION BY t.subject_id ORDER BY u.cnt DESC, u.setting_i, u.visit_id) <= 100
)
SELECT c.subject_id, c.setting, COALESCE(s.stay_key, t.setl_id) AS visit_no, COALESCE(s.psn_no, t.psn_no) AS psn_no, COALESCE(s.adm, t.begndate) AS day, c.days, c.cnt, c.amt
FROM top c
LEFT JOIN stay s ON s.stay_id = c.stay_id
LEFT JOIN settlement t ON t.sid = c.sid
