SELECT
  b.stay_key AS subject_id,
  CASE WHEN s.stay_id = f.a_id THEN '前次' ELSE '后次' END AS which,
  s.stay_key, i.fixmedins_name, s.dept, s.adm, s.dsc, s.los, s.main_code, s.adm_way, s.dscg_way, s.cost, s.fund, s.dedc,
  COALESCE(o.codes, '') AS oprn_codes
FROM flagged f
JOIN stay b ON b.stay_id = f.b_id
JOIN stay s ON s.stay_id IN (f.a_id, f.b_id)
JOIN institution i ON i.iid = s.iid
LEFT JOIN (
  SELECT stay_id, array_to_string(array_agg(code ORDER BY seq, code), ' ') AS codes
  FROM stay_oprn
  WHERE stay_id IN (SELECT a_id FROM flagged UNION SELECT b_id FROM flagged)
  GROUP BY stay_id
) o ON o.stay_id = s.stay_id
