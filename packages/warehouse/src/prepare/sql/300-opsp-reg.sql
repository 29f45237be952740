-- Valid registrations of chronic and special diseases; exempt = listed in OPSP_EXEMPT by code prefix or name.
SELECT n.pid, r.opsp_dise_code, CAST(r.begndate AS DATE) AS begndate, CAST(r.enddate AS DATE) AS enddate,
  bool_or(COALESCE(c.set_id IS NOT NULL, FALSE)) AS exempt
FROM ods_psn_opsp_reg_d r
JOIN x_number n ON n.psn_no = r.psn_no
LEFT JOIN x_code_set c ON c.set_id = 'OPSP_EXEMPT'
  AND ((c.match_kind = 'code' AND starts_with(r.opsp_dise_code, c.code)) OR (c.match_kind = 'name' AND r.opsp_dise_name LIKE c.name))
WHERE COALESCE(r.reg_stas, '1') = '1'
GROUP BY n.pid, r.opsp_dise_code, CAST(r.begndate AS DATE), CAST(r.enddate AS DATE)
ORDER BY n.pid, r.opsp_dise_code, begndate
