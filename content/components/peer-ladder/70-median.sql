SELECT
  t.set_id,
  COUNT(*) AS n,
  quantile_cont(b.cost, 0.5) AS med_cost,
  quantile_cont(b.cost, 0.01) AS p01_cost,
  quantile_cont(b.cost, 0.99) AS p99_cost,
  quantile_cont(b.ln_cost, 0.5) AS med_ln_cost,
  quantile_cont(b.amt_drug, 0.5) AS med_amt_drug,
  quantile_cont(b.amt_exam, 0.5) AS med_amt_exam,
  quantile_cont(b.amt_cons, 0.5) AS med_amt_cons,
  quantile_cont(b.amt_drug / b.cost, 0.5) AS med_share_drug,
  quantile_cont(b.amt_exam / b.cost, 0.5) AS med_share_exam,
  quantile_cont(b.amt_cons / b.cost, 0.5) AS med_share_cons
FROM peer_base b
JOIN peer_rung r ON r.profile_id = b.profile_id
JOIN peer_set t ON t.group_id = r.group_id
WHERE b.is_ref AND b.iid <> t.excl_iid
GROUP BY t.set_id
