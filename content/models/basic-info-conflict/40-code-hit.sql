-- 编码、名称与规则对上的诊断和手术。先在不重复的编码上匹配，再回到住院。
WITH dx AS (
  SELECT c.code, r.rule_id
  FROM (SELECT DISTINCT code FROM stay_diag) c
  JOIN rule_code r ON r.kind = 'dx' AND starts_with(c.code, r.code)
  WHERE NOT EXISTS (
    SELECT 1 FROM rule_code n WHERE n.rule_id = r.rule_id AND n.kind = 'not-dx' AND starts_with(c.code, n.code)
  )
),
op AS (
  SELECT DISTINCT c.code, r.rule_id
  FROM (SELECT DISTINCT code FROM stay_oprn) c
  JOIN rule_code r ON r.kind = 'op' AND starts_with(c.code, r.code)
),
named AS (
  SELECT DISTINCT c.diag_code AS code, c.diag_name, r.rule_id
  FROM (SELECT DISTINCT diag_code, diag_name FROM ods_setl_diag_list_d WHERE diag_name IS NOT NULL) c
  JOIN rule_code r ON r.kind = 'name' AND c.diag_name LIKE r.code
  WHERE NOT EXISTS (
    SELECT 1 FROM rule_code n
    WHERE n.rule_id = r.rule_id
      AND ((n.kind = 'not-dx' AND starts_with(c.diag_code, n.code)) OR (n.kind = 'not-name' AND c.diag_name LIKE n.code))
  )
),
named_row AS (
  SELECT DISTINCT d.mdtrt_id, n.rule_id, n.code, n.diag_name
  FROM ods_setl_diag_list_d d
  JOIN named n ON n.code = d.diag_code AND n.diag_name = d.diag_name
)
SELECT d.stay_id, m.rule_id, d.code, '诊断 ' || d.code AS what
FROM stay_diag d
JOIN dx m ON m.code = d.code
GROUP BY d.stay_id, m.rule_id, d.code
UNION ALL
SELECT o.stay_id, m.rule_id, o.code, '手术操作 ' || o.code AS what
FROM stay_oprn o
JOIN op m ON m.code = o.code
GROUP BY o.stay_id, m.rule_id, o.code
UNION ALL
SELECT v.stay_id, r.rule_id, r.code, '诊断 ' || r.code || ' ' || r.diag_name AS what
FROM (SELECT c.stay_id, u.mdtrt_id FROM scope c JOIN stay s ON s.stay_id = c.stay_id CROSS JOIN UNNEST(s.mdtrt_ids) AS u(mdtrt_id)) v
JOIN named_row r ON r.mdtrt_id = v.mdtrt_id
