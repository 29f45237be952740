-- 每次住院一行：以主手术、提升度最低者为代表。
WITH ranked AS (
  SELECT c.*, COUNT(*) OVER (PARTITION BY stay_id) AS n_conflict,
    ROW_NUMBER() OVER (PARTITION BY stay_id ORDER BY CASE WHEN is_main THEN 0 ELSE 1 END, lift, oprn4) AS place
  FROM conflict c
),
region AS (
  SELECT stay_id, COUNT(DISTINCT substr(code, 1, 2)) AS n_region
  FROM stay_diag
  WHERE code >= 'S00' AND code < 'T00'
  GROUP BY stay_id
)
SELECT r.stay_id, r.oprn4, r.is_main, r.main3, r.n_diag, r.n_oprn, r.support, r.lift, r.forbidden, r.n_conflict,
  CASE
    WHEN EXISTS (
      SELECT 1 FROM conflict c JOIN diag_set d ON d.set_id = 'REOPERATION' AND starts_with(c.oprn4, d.code) WHERE c.stay_id = r.stay_id
    ) OR EXISTS (SELECT 1 FROM stay_diag g WHERE g.stay_id = r.stay_id AND g.code >= 'T80' AND g.code < 'T89') THEN 'EX-REOPERATION'
    WHEN COALESCE(n.n_region, 0) >= 2
      OR EXISTS (SELECT 1 FROM stay_diag g WHERE g.stay_id = r.stay_id AND g.code >= 'T00' AND g.code < 'T08') THEN 'EX-MULTI-TRAUMA'
  END AS excluded_by
FROM ranked r
LEFT JOIN region n ON n.stay_id = r.stay_id
WHERE r.place = 1
