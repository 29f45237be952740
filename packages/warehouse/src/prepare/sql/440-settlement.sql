SELECT c.* EXCLUDE (fam_ids), COALESCE(c.fam_ids, list_value(c.setl_id)) AS setl_ids, t.first_fee_time, t.last_fee_time, COALESCE(t.etip, FALSE) AS etip
FROM settlement_core c LEFT JOIN x_setl_time t ON t.sid = c.sid
