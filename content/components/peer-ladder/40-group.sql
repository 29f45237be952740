-- 每组的参照住院数，以及占比过半、对本机构住院须剔除的机构（至多一家）。
WITH by_profile AS (
  SELECT profile_id, iid, COUNT(*) AS n
  FROM peer_base
  WHERE is_ref
  GROUP BY profile_id, iid
),
by_inst AS (
  SELECT r.group_id, r.rung, r.label, b.iid, SUM(b.n) AS n
  FROM by_profile b
  JOIN peer_rung r ON r.profile_id = b.profile_id
  GROUP BY r.group_id, r.rung, r.label, b.iid
),
shares AS (
  SELECT group_id, rung, label, iid, n, SUM(n) OVER (PARTITION BY group_id) AS n_all
  FROM by_inst
)
SELECT
  CAST(group_id AS INTEGER) AS group_id,
  rung,
  label,
  CAST(SUM(n) AS BIGINT) AS n,
  MAX(CASE WHEN n > ROUND($own_share_max * n_all, 6) THEN iid END) AS big_iid,
  CAST(COALESCE(MAX(CASE WHEN n > ROUND($own_share_max * n_all, 6) THEN n END), 0) AS BIGINT) AS big_n
FROM shares
GROUP BY group_id, rung, label
