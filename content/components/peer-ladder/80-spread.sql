-- 对数费用的中位绝对偏差；为 0 时用平均绝对偏差。
SELECT
  t.set_id,
  quantile_cont(ABS(b.ln_cost - m.med_ln_cost), 0.5) AS mad_ln_cost,
  AVG(ABS(b.ln_cost - m.med_ln_cost)) AS mean_ad_ln_cost
FROM peer_base b
JOIN peer_rung r ON r.profile_id = b.profile_id
JOIN peer_set t ON t.group_id = r.group_id
JOIN peer_median m ON m.set_id = t.set_id
WHERE b.is_ref AND b.iid <> t.excl_iid
GROUP BY t.set_id
