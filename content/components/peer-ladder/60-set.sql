-- 真正用到的参照集合（组 × 被剔除的机构）。
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY p.group_id, p.excl_iid) AS INTEGER) AS set_id,
  p.group_id,
  p.excl_iid,
  p.rung,
  p.n,
  CASE WHEN p.excl_iid = -1 THEN g.label ELSE concat(g.label, '（不含本机构）') END AS label
FROM (SELECT DISTINCT group_id, excl_iid, rung, n FROM peer_pick) p
JOIN peer_group g ON g.group_id = p.group_id
