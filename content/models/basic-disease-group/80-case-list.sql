-- B1、B3 列低费用住院，B2 列分入较高病组的住院（费用低的在前），B4 列匹配程度低的住院。
SELECT
  concat(i.fixmedins_code, '|', c.drg_code) AS subject_id,
  CASE WHEN c.b2 AND o.drg_code = c.next_code THEN '分入较高病组' WHEN x.cheap THEN '费用偏低' ELSE '匹配程度偏低' END AS kind,
  s.stay_key, s.psn_no, s.adm, s.dsc, s.los, s.main_code, s.dept, s.chfpdr_code, o.drg_code, s.cost,
  CAST(o.pay AS DECIMAL(16,2)) AS pay, CAST(x.med AS DECIMAL(16,2)) AS med, m.m
FROM candidate c
JOIN institution i ON i.iid = c.iid
JOIN scope o ON o.iid = c.iid
JOIN stay s ON s.stay_id = o.stay_id
LEFT JOIN cheap_stay x ON x.stay_id = o.stay_id
LEFT JOIN match_stay m ON m.stay_id = o.stay_id
WHERE (c.b2 AND o.drg_code = c.next_code)
  OR ((c.b1 OR c.b2) AND o.drg_code = c.drg_code AND x.cheap)
  OR (c.b3 AND x.cheap)
  OR (c.b4 AND o.drg_code = c.drg_code AND m.m < c.m_med)
QUALIFY ROW_NUMBER() OVER (PARTITION BY c.iid, c.drg_code ORDER BY s.cost, s.stay_key) <= 200
