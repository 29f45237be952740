SELECT
  f.subject_id, s.stay_key, s.psn_no, s.adm, s.dsc, s.los, s.dept, s.main_code, s.chfpdr_code, s.wardarea_bed,
  s.cat_drug, s.cat_tech, s.cat_consumable, s.cost, s.fund
FROM member m
JOIN stay s ON s.stay_id = m.stay_id
JOIN (
  SELECT x.cluster, 'C-' || md5(array_to_string(array_agg(y.stay_key ORDER BY y.stay_key), ',')) AS subject_id
  FROM member x
  JOIN passed_cluster p ON p.cluster = x.cluster
  JOIN stay y ON y.stay_id = x.stay_id
  GROUP BY x.cluster
) f ON f.cluster = m.cluster
