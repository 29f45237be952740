-- Settlements that share mdtrt_id are one segment of a stay (models specification §1.4-6, first half). When the delivery has no
-- settlements at all, the visits themselves are the segments and their money is unknown.
WITH paid AS (
  SELECT s.mdtrt_id, n.pid, i.iid, MIN(CAST(s.begndate AS DATE)) AS begndate, MAX(CAST(s.enddate AS DATE)) AS enddate,
    MAX(CAST(s.setl_time AS DATE)) AS setl_day, bool_or(s.mid_setl_flag = '1') AS mid_setl, COUNT(*) AS n_setl
  FROM v_setl s
  JOIN x_med_type t ON t.med_type = s.med_type AND t.med_class = 'IPT'
  JOIN x_number n ON n.psn_no = s.psn_no
  JOIN institution i ON i.fixmedins_code = s.fixmedins_code
  LEFT JOIN x_chain c ON c.setl_id = s.setl_id
  LEFT JOIN x_family f ON f.setl_id = s.setl_id
  WHERE s.mdtrt_id IS NOT NULL AND COALESCE(s.setl_type, '') <> '3' AND (c.setl_id IS NULL OR f.outcome = 'kept')
  GROUP BY s.mdtrt_id, n.pid, i.iid
  UNION ALL
  SELECT v.mdtrt_id, n.pid, i.iid, NULL, NULL, NULL, FALSE, 0
  FROM v_mdtrt v
  JOIN x_number n ON n.psn_no = v.psn_no
  JOIN institution i ON i.fixmedins_code = v.fixmedins_code
  JOIN x_med_type t ON t.med_type = v.med_type AND t.med_class = 'IPT'
  WHERE NOT EXISTS (SELECT 1 FROM ods_setl_d)
)
SELECT p.mdtrt_id, p.pid, p.iid, p.mid_setl, p.n_setl,
  COALESCE(CAST(v.begntime AS DATE), p.begndate) AS adm,
  COALESCE(CAST(v.endtime AS DATE), p.enddate, p.setl_day) AS dsc,
  v.begntime, v.endtime, v.ars_year_ipt_flag, v.inhosp_stas
FROM paid p LEFT JOIN v_mdtrt v ON v.mdtrt_id = p.mdtrt_id
