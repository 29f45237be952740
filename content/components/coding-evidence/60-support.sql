-- 有依据 yes；没有依据 no：有费用明细而一项都没有，并且其他机构同样编码的住院绝大多数有依据；其余不能判断 unknown。
WITH own AS (
  SELECT rule_id, is_main, iid, COUNT(*) AS n, COUNT(evidence) AS n_with
  FROM ev_found
  WHERE has_lines
  GROUP BY rule_id, is_main, iid
),
everyone AS (
  SELECT rule_id, is_main, SUM(n) AS n, SUM(n_with) AS n_with FROM own GROUP BY rule_id, is_main
),
peer AS (
  SELECT
    f.*,
    COALESCE(a.n, 0) - COALESCE(o.n, 0) AS peer_n,
    COALESCE(a.n_with, 0) - COALESCE(o.n_with, 0) AS peer_with
  FROM ev_found f
  LEFT JOIN everyone a ON a.rule_id = f.rule_id AND a.is_main = f.is_main
  LEFT JOIN own o ON o.rule_id = f.rule_id AND o.is_main = f.is_main AND o.iid = f.iid
)
SELECT
  stay_id, code, is_main, rule_id, requirement, evidence,
  CAST(peer_n AS BIGINT) AS peer_n,
  CAST(CASE WHEN peer_n > 0 THEN ROUND(CAST(peer_with AS DOUBLE) / CAST(peer_n AS DOUBLE), 6) END AS DOUBLE) AS peer_rate,
  CASE
    WHEN evidence IS NOT NULL THEN 'yes'
    WHEN NOT has_lines THEN 'unknown'
    WHEN peer_n >= $support_n AND (peer_n = 0 OR ROUND(CAST(peer_with AS DOUBLE) / CAST(peer_n AS DOUBLE), 6) >= $support_rate) THEN 'no'
    ELSE 'unknown'
  END AS support
FROM peer
