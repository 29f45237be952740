-- 两种编法：原样；去掉不可能的诊断和手术编码（只限“错误”类；“可疑”的编码可能是对的，不据此推算金额）。去掉后没有诊断的不分组。
WITH bad AS (
  SELECT DISTINCT c.stay_id, c.code
  FROM code_hit c
  JOIN hit h ON h.stay_id = c.stay_id AND h.rule_id = c.rule_id AND h.excluded_by IS NULL AND h.class = '错误'
),
touched AS (SELECT DISTINCT stay_id FROM bad),
dx AS (
  SELECT d.stay_id, array_to_string(array_agg(d.code ORDER BY d.seq), '|') AS dx
  FROM stay_diag d
  JOIN touched t ON t.stay_id = d.stay_id
  WHERE NOT EXISTS (SELECT 1 FROM bad b WHERE b.stay_id = d.stay_id AND b.code = d.code)
  GROUP BY d.stay_id
),
op AS (
  SELECT o.stay_id, array_to_string(array_agg(o.code ORDER BY o.seq), '|') AS op
  FROM stay_oprn o
  JOIN touched t ON t.stay_id = o.stay_id
  WHERE NOT EXISTS (SELECT 1 FROM bad b WHERE b.stay_id = o.stay_id AND b.code = o.code)
  GROUP BY o.stay_id
)
SELECT 'base|' || CAST(t.stay_id AS VARCHAR) AS case_key, t.stay_id, f.dx, f.op
FROM touched t
JOIN drg_fact f ON f.stay_id = t.stay_id
UNION ALL
SELECT 'less|' || CAST(t.stay_id AS VARCHAR) AS case_key, t.stay_id, dx.dx, op.op
FROM touched t
JOIN dx ON dx.stay_id = t.stay_id
LEFT JOIN op ON op.stay_id = t.stay_id
