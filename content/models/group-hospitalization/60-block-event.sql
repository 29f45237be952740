-- Events between linked members of one block.
SELECT a.basis, a.community, e.p, e.q, e.p_stay, e.q_stay, e.iid, e.day_no, e.same_main3, e.excl
FROM judged_event e
JOIN block_member a ON a.pid = e.p
JOIN block_member b ON b.pid = e.q AND b.basis = a.basis AND b.community = a.community
JOIN (
  SELECT 'clean' AS basis, source, target FROM edge
  UNION ALL
  SELECT 'dropped' AS basis, source, target FROM dropped_edge
) l ON l.basis = a.basis AND l.source = e.p AND l.target = e.q
WHERE a.basis = 'dropped' OR e.excl IS NULL
