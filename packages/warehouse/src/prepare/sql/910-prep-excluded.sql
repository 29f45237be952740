SELECT 'setl_d' AS table_name, setl_id AS key, 'setl-invalid' AS reason FROM ods_setl_d WHERE COALESCE(vali_flag, '1') <> '1'
UNION ALL SELECT 'mdtrt_d', mdtrt_id, 'mdtrt-invalid' FROM ods_mdtrt_d WHERE COALESCE(vali_flag, '1') <> '1'
UNION ALL SELECT 'setl_d', c.setl_id, CASE f.outcome WHEN 'kept' THEN 'netted' ELSE f.outcome END FROM x_family f JOIN x_chain c ON c.fam_id = f.fam_id
UNION ALL SELECT 'setl_d', setl_id, 'supplementary' FROM settlement_core WHERE setl_type = '3'
UNION ALL SELECT 'mdtrt_d', mdtrt_id, 'no-dates' FROM x_segment WHERE adm IS NULL OR dsc IS NULL OR dsc < adm
UNION ALL SELECT 'mdtrt_d', mdtrt_id, 'merged' FROM x_episode WHERE part > 1
UNION ALL SELECT 'psn_info_b', n.psn_no, 'same-person' FROM x_number n JOIN person p ON p.pid = n.pid WHERE p.psn_no <> n.psn_no
ORDER BY table_name, reason, key
