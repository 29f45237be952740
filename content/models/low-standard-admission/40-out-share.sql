-- 检查、化验、治疗和药品金额中，通常在门诊使用的项目占多大比例。
SELECT
  c.stay_id,
  CAST(SUM(i.amt) AS DECIMAL(16,2)) AS care_amt,
  ROUND(CAST(SUM(CASE WHEN u.ipt_share < $inpatient_share THEN i.amt ELSE 0 END) AS DOUBLE) / CAST(SUM(i.amt) AS DOUBLE), 6) AS out_share
FROM (SELECT stay_id FROM cheap_stay WHERE in_window) c
JOIN stay_item i ON i.stay_id = c.stay_id
LEFT JOIN item_use u ON u.item_id = i.item_id
WHERE i.chrg IN ('03', '04', '05', '09', '10', '11')
GROUP BY c.stay_id
HAVING SUM(i.amt) > 0
