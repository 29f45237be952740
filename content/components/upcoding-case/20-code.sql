-- 影响入组的编码：主要诊断，以及没有被主诊断排除的合并症并发症。role：主要诊断、MCC、CC。
SELECT
  d.stay_id, d.seq, d.code, d.is_main,
  CASE WHEN d.is_main THEN '主要诊断' ELSE c.level END AS role,
  m.m, m.q, m.n_ref,
  e.requirement, e.evidence, e.peer_n, e.peer_rate,
  COALESCE(e.support, 'unknown') AS support,
  COALESCE(m.q < $q_max AND COALESCE(e.support, 'unknown') <> 'yes', FALSE) OR COALESCE(e.support = 'no', FALSE) AS doubtful
FROM match_dx d
JOIN drg_stay g ON g.stay_id = d.stay_id AND g.grouped
LEFT JOIN up_cc c ON c.case_key = CAST(d.stay_id AS VARCHAR) AND c.code = d.code AND NOT c.excluded
LEFT JOIN match_code m ON m.stay_id = d.stay_id AND m.code = d.code
LEFT JOIN ev_support e ON e.stay_id = d.stay_id AND e.code = d.code
WHERE d.is_main OR c.code IS NOT NULL
