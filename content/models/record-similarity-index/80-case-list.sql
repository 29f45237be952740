SELECT
  concat(i.fixmedins_code, '|', k.main3, CASE WHEN k.kind = '逐日照抄' THEN '|逐日' ELSE '' END) AS subject_id,
  CAST(m.community AS INTEGER) AS community, s.stay_key, s.psn_no, s.adm, s.dsc, s.los, s.dept, s.chfpdr_code, s.cost, s.fund
FROM member m
JOIN candidate k ON k.cell = m.cell AND k.kind = m.kind
JOIN institution i ON i.iid = k.iid
JOIN stay s ON s.stay_id = m.stay_id
