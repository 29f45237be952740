-- Pairs of stays of one person: consecutive, or of the same disease, within the widest class after discharge.
WITH ordered AS (
  SELECT
    stay_id, pid, iid, tier, adm, dsc, main3,
    ROW_NUMBER() OVER (PARTITION BY pid ORDER BY adm, dsc, stay_key) AS rn
  FROM stay
  WHERE adm <= $as_of AND dsc IS NOT NULL AND date_diff('day', dsc, $as_of) <= $run_days + $z_class_4
  QUALIFY COUNT(*) OVER (PARTITION BY pid) > 1
)
SELECT
  a.pid, a.stay_id AS a_id, b.stay_id AS b_id, a.rn AS a_rn, b.rn AS b_rn, a.iid AS a_iid,
  CAST(date_diff('day', a.dsc, b.adm) AS INTEGER) AS gap,
  a.iid = b.iid AS same_inst,
  COALESCE(a.main3 = b.main3 AND a.main3 <> '', FALSE) AS same_main3,
  COALESCE(a.tier <> b.tier, FALSE) AS tier_differs
FROM ordered a
JOIN ordered b ON b.pid = a.pid AND b.rn > a.rn AND b.adm >= a.dsc
WHERE date_diff('day', b.adm, $as_of) < $run_days
  AND date_diff('day', a.dsc, b.adm) <= $z_class_4
  AND (
    (a.main3 = b.main3 AND a.main3 <> '')
    OR (a.iid = b.iid AND b.rn = a.rn + 1 AND date_diff('day', a.dsc, b.adm) <= $x_class_4)
  )
