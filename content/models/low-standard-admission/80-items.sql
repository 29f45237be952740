-- 逐项清单：项目、金额、在统筹区内的住院使用占比。
SELECT
  s.stay_key AS subject_id,
  m.item_code,
  m.item_name,
  i.chrg,
  i.cnt,
  i.amt,
  u.ipt_share,
  COALESCE(u.ipt_share < $inpatient_share, FALSE) AND i.chrg IN ('03', '04', '05', '09', '10', '11') AS usually_outpatient
FROM (SELECT stay_id FROM cheap_stay WHERE in_window) c
JOIN stay s ON s.stay_id = c.stay_id
JOIN stay_item i ON i.stay_id = c.stay_id
JOIN item m ON m.item_id = i.item_id
LEFT JOIN item_use u ON u.item_id = i.item_id
