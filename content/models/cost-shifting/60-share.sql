-- 构成检验：占比与同类中位占比之比 rho；同类中位数为 0 的类别不评估。
WITH base AS (
  SELECT
    k.stay_id, p.set_id, p.n AS peer_n, p.med_cost, p.r_cost AS rho_t, p.rz_cost,
    CASE WHEN s.has_lines AND p.med_share_drug > 0 THEN CAST(s.cat_drug AS DOUBLE) / CAST(s.cost AS DOUBLE) / p.med_share_drug END AS rho_drug,
    CASE WHEN s.has_lines AND p.med_share_exam > 0 THEN CAST(s.cat_tech AS DOUBLE) / CAST(s.cost AS DOUBLE) / p.med_share_exam END AS rho_exam,
    CASE WHEN s.has_lines AND p.med_share_cons > 0 THEN CAST(s.cat_consumable AS DOUBLE) / CAST(s.cost AS DOUBLE) / p.med_share_cons END AS rho_cons,
    CAST(s.cat_drug AS DOUBLE) <= $amount_max * p.med_amt_drug AS low_drug,
    CAST(s.cat_tech AS DOUBLE) <= $amount_max * p.med_amt_exam AS low_exam,
    CAST(s.cat_consumable AS DOUBLE) <= $amount_max * p.med_amt_cons AS low_cons
  FROM linked_stay k
  JOIN stay s ON s.stay_id = k.stay_id
  JOIN peer_stay p ON p.stay_id = k.stay_id
),
rounded AS (
  SELECT
    stay_id, set_id, peer_n, med_cost, rho_t, rz_cost,
    ROUND(rho_drug, 6) AS rho_drug, ROUND(rho_exam, 6) AS rho_exam, ROUND(rho_cons, 6) AS rho_cons,
    COALESCE(low_drug, FALSE) AS low_drug, COALESCE(low_exam, FALSE) AS low_exam, COALESCE(low_cons, FALSE) AS low_cons
  FROM base
)
SELECT
  stay_id, set_id, peer_n, med_cost, rho_t, rz_cost, rho_drug, rho_exam, rho_cons,
  CASE WHEN rho_drug IS NOT NULL OR rho_exam IS NOT NULL OR rho_cons IS NOT NULL THEN
    LEAST(COALESCE(rho_drug, 1e9), COALESCE(rho_exam, 1e9), COALESCE(rho_cons, 1e9))
  END AS rho_min,
  COALESCE(rho_drug <= $share_max AND low_drug, FALSE) AS drug_low,
  COALESCE(rho_exam <= $share_max AND low_exam, FALSE) AS exam_low,
  COALESCE(rho_cons <= $share_max AND low_cons, FALSE) AS cons_low,
  COALESCE(rho_t <= $cost_max AND rz_cost <= $rz_max, FALSE) AS cost_low
FROM rounded
