-- 倒挂病例中，决定入组的合并症匹配程度低于百分位下限的占比（一例有几个合并症时，最匹配的一个也低才算）。
SELECT k.iid, k.adrg, k.lvl, k.basis,
  COUNT(*) AS n_judged,
  ROUND(AVG(CASE WHEN m.q < $match_pct THEN 1.0 ELSE 0.0 END), 6) AS low_share
FROM candidate k
JOIN cc_case c ON c.iid = k.iid AND c.adrg = k.adrg AND c.lvl = k.lvl AND c.basis = k.basis
JOIN (SELECT stay_id, MAX(q) AS q FROM cc_match WHERE q IS NOT NULL GROUP BY stay_id) m ON m.stay_id = c.stay_id
WHERE c.inverted AND c.dropped IS NULL
GROUP BY k.iid, k.adrg, k.lvl, k.basis
