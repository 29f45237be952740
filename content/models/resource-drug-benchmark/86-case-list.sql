-- 金额最大的用药病例。先取前 100 例，再补就诊信息。
WITH target AS (
  SELECT f.subject_id, f.setting, k.unit_id, k.item_id, k.k
  FROM finding f
  JOIN institution n ON n.fixmedins_code = f.fixmedins_code
  JOIN unit u ON u.iid = n.iid AND u.grp = f.grp AND u.setting = f.setting
  JOIN item m ON m.item_code = f.item_code
  JOIN candidate k ON k.unit_id = u.unit_id AND k.item_id = m.item_id
),
top AS (
  SELECT t.subject_id, c.days, c.cnt, c.amt,
    CASE WHEN c.setting_i = 1 THEN c.visit_id END AS stay_id,
    CASE WHEN c.setting_i = 2 THEN c.visit_id END AS sid
  FROM target t
  JOIN pool_case c ON c.unit_id = t.unit_id AND c.item_id = t.item_id AND c.k = t.k
  QUALIFY ROW_NUMBER() OVER (PARTITION BY t.subject_id, t.setting ORDER BY c.amt DESC, c.visit_id) <= 100
)
SELECT
  c.subject_id,
  COALESCE(s.stay_key, t.setl_id) AS visit_no,
  COALESCE(s.psn_no, t.psn_no) AS psn_no,
  COALESCE(s.adm, t.begndate) AS day,
  s.chfpdr_code,
  c.days,
  c.cnt,
  c.amt
FROM top c
LEFT JOIN stay s ON s.stay_id = c.stay_id
LEFT JOIN settlement t ON t.sid = c.sid
