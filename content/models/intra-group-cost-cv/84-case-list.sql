SELECT
  concat(CASE WHEN i.iid IS NULL THEN '' ELSE concat(i.fixmedins_code, '|') END, d.drg_code) AS subject_id,
  s.stay_key, s.psn_no, s.fixmedins_code, s.adm, s.dsc, s.los, s.main_code, s.dept, s.surgical,
  s.cat_medical, s.cat_tech, s.cat_drug, s.cat_consumable, s.cost,
  ROUND(CAST(s.cost AS DOUBLE) / b.med, 6) AS times
FROM dear d
JOIN stay s ON s.stay_id = d.stay_id
JOIN bound b ON b.drg_code = d.drg_code
LEFT JOIN institution i ON i.iid = d.iid
