-- Refund chains: settlement → the original of its family. A refund that names no original looks for the settlement of
-- the same visit with the opposite amount. Settlements outside chains are not listed.
WITH RECURSIVE link AS (
  SELECT setl_id, init_setl_id AS parent FROM v_setl
  WHERE init_setl_id IS NOT NULL AND init_setl_id <> '' AND init_setl_id <> setl_id
  UNION ALL
  SELECT r.setl_id, MIN(o.setl_id) AS parent
  FROM v_setl r
  LEFT JOIN v_setl o ON o.mdtrt_id = r.mdtrt_id AND o.medfee_sumamt = -r.medfee_sumamt AND o.medfee_sumamt > 0
  WHERE r.refd_setl_flag = '1' AND r.medfee_sumamt < 0 AND (r.init_setl_id IS NULL OR r.init_setl_id IN ('', r.setl_id))
  GROUP BY r.setl_id
),
walk AS (
  SELECT setl_id, COALESCE(parent, setl_id) AS parent, 1 AS depth FROM link
  UNION ALL
  SELECT w.setl_id, l.parent, w.depth + 1 FROM walk w JOIN link l ON l.setl_id = w.parent
  WHERE w.depth < 20 AND l.parent IS NOT NULL
),
rooted AS (SELECT setl_id, arg_max(parent, depth) AS fam_id FROM walk GROUP BY setl_id)
SELECT setl_id, fam_id FROM rooted
UNION
SELECT fam_id, fam_id FROM rooted
