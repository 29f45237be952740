-- 合并症诊断 c 的匹配程度 M(v,c)，以及它在别家机构同样带此诊断的住院中的百分位（相同的算一半）。
WITH total AS (
  SELECT k.diag4, SUM(k.weight) AS weight
  FROM rel_key k
  JOIN (SELECT DISTINCT diag4 FROM cc_code) d ON d.diag4 = k.diag4
  GROUP BY k.diag4
),
carrier AS (
  SELECT DISTINCT g.stay_id, s.iid, t.diag4, t.weight
  FROM stay_diag g
  JOIN total t ON t.diag4 = substr(g.code, 1, 5)
  JOIN stay s ON s.stay_id = g.stay_id
  WHERE s.has_lines AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
),
used AS (
  SELECT DISTINCT c.stay_id, c.diag4, k.class_id, k.weight
  FROM carrier c
  JOIN stay_item i ON i.stay_id = c.stay_id AND i.cnt > 0
  JOIN rel_class l ON l.item_id = i.item_id
  JOIN rel_key k ON k.diag4 = c.diag4 AND k.class_id = l.class_id
),
matched AS (
  SELECT c.stay_id, c.iid, c.diag4, ROUND(COALESCE(SUM(u.weight), 0) / MAX(c.weight), 6) AS m
  FROM carrier c
  LEFT JOIN used u ON u.stay_id = c.stay_id AND u.diag4 = c.diag4
  GROUP BY c.stay_id, c.iid, c.diag4
)
SELECT
  x.stay_id, x.code, o.m,
  COUNT(r.stay_id) AS n_ref,
  CASE WHEN COUNT(r.stay_id) >= $match_refs THEN
    ROUND((COUNT(r.stay_id) FILTER (WHERE r.m < o.m) + 0.5 * COUNT(r.stay_id) FILTER (WHERE r.m = o.m)) / COUNT(r.stay_id), 6)
  END AS q
FROM cc_code x
JOIN matched o ON o.stay_id = x.stay_id AND o.diag4 = x.diag4
LEFT JOIN matched r ON r.diag4 = x.diag4 AND r.iid <> x.iid
GROUP BY x.stay_id, x.code, o.m
