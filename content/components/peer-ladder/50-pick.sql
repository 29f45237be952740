-- 每种特征组合、每家机构取第一级够大的组；本机构过半时先剔除本机构，再看够不够大。excl_iid = -1 表示不剔除。
WITH units AS (
  SELECT DISTINCT profile_id, iid FROM peer_base
),
fits AS (
  SELECT
    u.profile_id, u.iid, r.rung, g.group_id,
    CASE WHEN u.iid = g.big_iid THEN g.big_iid ELSE -1 END AS excl_iid,
    CASE WHEN u.iid = g.big_iid THEN g.n - g.big_n ELSE g.n END AS n
  FROM units u
  JOIN peer_rung r ON r.profile_id = u.profile_id
  JOIN peer_group g ON g.group_id = r.group_id
)
SELECT profile_id, iid, rung, group_id, excl_iid, n
FROM fits
WHERE n >= $n_min
QUALIFY ROW_NUMBER() OVER (PARTITION BY profile_id, iid ORDER BY rung) = 1
