-- One row per person. Facts of the number used last win; what it lacks comes from the other numbers.
WITH visits AS (
  SELECT s.psn_no, MAX(COALESCE(s.setl_time, CAST(s.enddate AS TIMESTAMP), CAST(s.begndate AS TIMESTAMP))) AS last_at
  FROM v_setl s
  WHERE s.psn_no IN (SELECT psn_no FROM x_number WHERE n_numbers > 1)
  GROUP BY s.psn_no
),
ranked AS (
  SELECT n.pid, n.psn_no, p.certno_hash, p.gend, p.brdy, p.die_date, p.hsh_no, p.emp_no, p.addr_hash, p.tel_hash,
    p.psn_idet_type, p.poolarea,
    row_number() OVER (PARTITION BY n.pid ORDER BY v.last_at DESC NULLS LAST, n.psn_no DESC) AS place
  FROM x_number n
  LEFT JOIN ods_psn_info_b p ON p.psn_no = n.psn_no
  LEFT JOIN visits v ON v.psn_no = n.psn_no
)
SELECT pid,
  arg_min(psn_no, place) AS psn_no,
  array_agg(psn_no ORDER BY place) AS all_psn_nos,
  MIN(certno_hash) AS certno_hash,
  arg_min(gend, place) FILTER (WHERE gend IS NOT NULL) AS gend,
  arg_min(CAST(brdy AS DATE), place) FILTER (WHERE brdy IS NOT NULL) AS brdy,
  arg_min(CAST(die_date AS DATE), place) FILTER (WHERE die_date IS NOT NULL) AS die_date,
  arg_min(hsh_no, place) FILTER (WHERE hsh_no IS NOT NULL) AS hsh_no,
  arg_min(emp_no, place) FILTER (WHERE emp_no IS NOT NULL) AS emp_no,
  arg_min(addr_hash, place) FILTER (WHERE addr_hash IS NOT NULL) AS addr_hash,
  arg_min(tel_hash, place) FILTER (WHERE tel_hash IS NOT NULL) AS tel_hash,
  arg_min(psn_idet_type, place) FILTER (WHERE psn_idet_type IS NOT NULL) AS psn_idet_type,
  arg_min(poolarea, place) FILTER (WHERE poolarea IS NOT NULL) AS poolarea
FROM ranked GROUP BY pid ORDER BY pid
