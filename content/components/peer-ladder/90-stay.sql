-- 每次住院一行。rz_cost 为对数费用的稳健 z，限制在 ±10 之内。
WITH joined AS (
  SELECT
    b.stay_id, b.in_window, b.is_ref, b.cost,
    t.set_id, t.rung, m.n,
    m.med_cost, m.p01_cost, m.p99_cost,
    m.med_amt_drug, m.med_amt_exam, m.med_amt_cons,
    m.med_share_drug, m.med_share_exam, m.med_share_cons,
    b.ln_cost - m.med_ln_cost AS d, d.mad_ln_cost AS mad, d.mean_ad_ln_cost AS mean_ad
  FROM peer_base b
  JOIN peer_pick p ON p.profile_id = b.profile_id AND p.iid = b.iid
  JOIN peer_set t ON t.group_id = p.group_id AND t.excl_iid = p.excl_iid
  JOIN peer_median m ON m.set_id = t.set_id
  JOIN peer_spread d ON d.set_id = t.set_id
)
SELECT
  stay_id, in_window, is_ref, set_id, rung, n,
  med_cost, p01_cost, p99_cost,
  med_amt_drug, med_amt_exam, med_amt_cons, med_share_drug, med_share_exam, med_share_cons,
  CASE WHEN med_cost > 0 THEN ROUND(cost / med_cost, 6) END AS r_cost,
  ROUND(GREATEST(-10, LEAST(10, CASE
    WHEN ROUND(mad, 12) > 0 THEN 0.6745 * d / mad
    WHEN ROUND(mean_ad, 12) > 0 THEN d / (1.2533 * mean_ad)
    WHEN ROUND(d, 12) = 0 THEN 0
    WHEN d > 0 THEN 10
    ELSE -10
  END)), 6) AS rz_cost
FROM joined
