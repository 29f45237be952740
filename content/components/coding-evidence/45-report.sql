-- 检验、检查报告里的项目也算依据（没有交付报告时为空）。
WITH visit AS (
  SELECT c.stay_id, c.rule_id, u.mdtrt_id
  FROM (SELECT DISTINCT stay_id, rule_id FROM ev_code) c
  JOIN stay s ON s.stay_id = c.stay_id
  CROSS JOIN UNNEST(s.mdtrt_ids) AS u(mdtrt_id)
),
report AS (
  SELECT mdtrt_id, item_code FROM ods_test_rpt_d
  UNION ALL
  SELECT mdtrt_id, item_code FROM ods_exam_rpt_d
)
SELECT v.stay_id, v.rule_id, MIN(e.item_name) AS item_name
FROM report r
JOIN visit v ON v.mdtrt_id = r.mdtrt_id
JOIN ev_item e ON e.rule_id = v.rule_id AND e.item_code = r.item_code
GROUP BY v.stay_id, v.rule_id
