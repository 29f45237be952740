WITH codes AS (
  SELECT c.stay_id,
    array_to_string(array_agg(concat(c.code, CASE WHEN m.q IS NULL THEN '' ELSE concat('（匹配百分位 ', CAST(CAST(m.q * 100 AS DECIMAL(10,0)) AS VARCHAR), '%）') END) ORDER BY c.code), '、') AS cc_codes
  FROM cc_code c
  LEFT JOIN cc_match m ON m.stay_id = c.stay_id AND m.code = c.code
  GROUP BY c.stay_id
)
SELECT
  concat(i.fixmedins_code, '|', k.drg_code) AS subject_id,
  s.stay_key, s.psn_no, s.adm, s.dsc, s.los, s.main_code, s.dept, s.chfpdr_code, s.cost,
  CAST(c.t_lower AS DECIMAL(16,2)) AS t_lower,
  CAST(c.pay AS DECIMAL(16,2)) AS pay,
  CAST(c.diff AS DECIMAL(16,2)) AS diff,
  x.cc_codes,
  CASE c.dropped WHEN 'EX-LOS' THEN '住院日过短，不计' WHEN 'EX-DEATH' THEN '死亡，不计' WHEN 'EX-TRANSFER' THEN '转院，不计' ELSE '计入' END AS counted
FROM candidate k
JOIN institution i ON i.iid = k.iid
JOIN cc_case c ON c.iid = k.iid AND c.adrg = k.adrg AND c.lvl = k.lvl AND c.basis = k.basis AND c.inverted
JOIN stay s ON s.stay_id = c.stay_id
LEFT JOIN codes x ON x.stay_id = c.stay_id
