SELECT * EXCLUDE (fam_ids), COALESCE(fam_ids, list_value(setl_id)) AS setl_ids FROM settlement_core
