-- What the hospital's own orders say about the day: leave (请假), consultation or examination sent out (会诊、外送、
-- 外检), or the very examination billed elsewhere.
WITH touched AS (
  SELECT DISTINCT stay_id FROM inside WHERE place = 'inside'
),
visit_number AS (
  SELECT t.stay_id, u.mdtrt_id
  FROM touched t
  JOIN stay s ON s.stay_id = t.stay_id
  CROSS JOIN UNNEST(s.mdtrt_ids) AS u(mdtrt_id)
),
medical_order AS (
  SELECT
    v.stay_id, o.item_code, CAST(o.begin_time AS DATE) AS day_from, CAST(COALESCE(o.stop_time, o.begin_time) AS DATE) AS day_to,
    o.order_type = 'LEAVE' OR o.order_type LIKE '%请假%' OR o.item_code LIKE '%请假%' AS is_leave,
    o.order_type LIKE '%会诊%' OR o.item_code LIKE '%会诊%' OR o.order_type LIKE '%外送%' OR o.item_code LIKE '%外送%'
      OR o.order_type LIKE '%外检%' OR o.item_code LIKE '%外检%' AS is_referral
  FROM ods_order_d o
  JOIN visit_number v ON v.mdtrt_id = o.mdtrt_id
),
point_item AS (
  SELECT c.sid, c.stay_id, i.item_code, x.chrg
  FROM inside c
  JOIN opt_item x ON x.sid = c.sid
  JOIN item i ON i.item_id = x.item_id
  WHERE c.place = 'inside' AND c.subtype = 'T2'
),
only_tests AS (
  SELECT sid, stay_id
  FROM point_item
  GROUP BY sid, stay_id
  HAVING COUNT(*) FILTER (WHERE COALESCE(chrg, '') NOT IN ('02', '03', '04')) = 0
),
link AS (
  SELECT c.sid, c.stay_id, 1 AS is_leave, 0 AS is_referral
  FROM inside c
  JOIN medical_order o ON o.stay_id = c.stay_id AND o.is_leave AND c.day_from BETWEEN o.day_from AND o.day_to
  UNION ALL
  SELECT c.sid, c.stay_id, 0, 1
  FROM inside c
  JOIN medical_order o ON o.stay_id = c.stay_id AND o.is_referral AND c.day_from BETWEEN o.day_from AND o.day_to
  UNION ALL
  SELECT p.sid, p.stay_id, 0, 1
  FROM point_item p
  JOIN only_tests t ON t.sid = p.sid AND t.stay_id = p.stay_id
  JOIN medical_order o ON o.stay_id = p.stay_id AND o.item_code = p.item_code
)
SELECT sid, stay_id, MAX(is_leave) AS is_leave, MAX(is_referral) AS is_referral
FROM link
GROUP BY sid, stay_id
