WITH member AS (
  SELECT pid, chain_no, a_id AS stay_id FROM flagged
  UNION
  SELECT pid, chain_no, b_id AS stay_id FROM flagged
)
SELECT
  m.pid, m.chain_no,
  MIN(s.stay_key) AS chain_id,
  CAST(COUNT(*) AS INTEGER) AS chain_n,
  CAST(date_diff('day', MIN(s.adm), MAX(s.dsc)) AS INTEGER) AS chain_span,
  CASE WHEN COUNT(s.cost) > 1 AND AVG(s.cost) > 0
    THEN ROUND(STDDEV_SAMP(CAST(s.cost AS DOUBLE)) / AVG(CAST(s.cost AS DOUBLE)), 6) END AS chain_cost_cv
FROM member m
JOIN stay s ON s.stay_id = m.stay_id
GROUP BY m.pid, m.chain_no
