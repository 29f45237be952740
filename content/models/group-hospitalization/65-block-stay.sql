-- Member stays that form events; nth = 1 is the member's first.
SELECT x.basis, x.community, x.pid, x.stay_id, ROW_NUMBER() OVER (PARTITION BY x.basis, x.community, x.pid ORDER BY s.adm, s.stay_key) AS nth
FROM (
  SELECT basis, community, p AS pid, p_stay AS stay_id FROM block_event
  UNION
  SELECT basis, community, q AS pid, q_stay AS stay_id FROM block_event
) x
JOIN stay s ON s.stay_id = x.stay_id
