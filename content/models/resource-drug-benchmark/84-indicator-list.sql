SELECT f.subject_id, f.setting, r.indicator, r.x, r.b_ref, r.b_peer, r.r_ref, r.r_peer, r.n_inst, r.n_ref,
  CASE r.lvl WHEN 3 THEN '高' WHEN 2 THEN '中' ELSE '未达' END AS rule_level
FROM finding f
JOIN institution n ON n.fixmedins_code = f.fixmedins_code
JOIN unit u ON u.iid = n.iid AND u.grp = f.grp AND u.setting = f.setting
JOIN item m ON m.item_code = f.item_code
JOIN indicator i ON i.unit_id = u.unit_id AND i.item_id = m.item_id
JOIN ratio r ON r.cell_id = i.cell_id
