-- Flagged pairs and their chain: pairs of a person that follow each other without a break.
WITH hit AS (
  SELECT
    p.pid, p.a_id, p.b_id, p.a_rn, p.b_rn, p.gap, p.same_inst, p.a_iid,
    s.same_main3, s.sim, s.sim_fee, s.sim_oprn, s.sim_dept, s.missing_share
  FROM pair p
  JOIN similarity s ON s.a_id = p.a_id AND s.b_id = p.b_id
  WHERE s.same_main3 OR (s.sim_fee IS NOT NULL AND s.sim >= $sim_min)
),
reached AS (
  SELECT
    a_id, b_id,
    MAX(b_rn) OVER (PARTITION BY pid ORDER BY a_rn, b_rn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
  FROM hit
)
SELECT
  h.pid, h.a_id, h.b_id, h.gap, h.same_inst, h.a_iid, h.same_main3, h.sim, h.sim_fee, h.sim_oprn, h.sim_dept, h.missing_share,
  SUM(CASE WHEN r.reach IS NULL OR h.a_rn > r.reach THEN 1 ELSE 0 END)
    OVER (PARTITION BY h.pid ORDER BY h.a_rn, h.b_rn ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS chain_no
FROM hit h
JOIN reached r ON r.a_id = h.a_id AND r.b_id = h.b_id
