SELECT
  c.stay_id, c.iid, c.has_lines, c.code, c.is_main, c.rule_id, c.requirement,
  CASE
    WHEN b.n = 1 THEN b.item_name
    WHEN b.n > 1 THEN concat(b.item_name, '等 ', CAST(b.n AS VARCHAR), ' 项')
    WHEN r.item_name IS NOT NULL THEN concat(r.item_name, '报告')
    WHEN c.by_vent AND s.vent_hours > 0 THEN concat('呼吸机使用 ', CAST(ROUND(s.vent_hours, 1) AS VARCHAR), ' 小时')
  END AS evidence
FROM ev_code c
JOIN stay s ON s.stay_id = c.stay_id
LEFT JOIN ev_billed b ON b.stay_id = c.stay_id AND b.rule_id = c.rule_id
LEFT JOIN ev_report r ON r.stay_id = c.stay_id AND r.rule_id = c.rule_id
