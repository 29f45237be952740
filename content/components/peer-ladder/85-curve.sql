-- 每个参照集合的费用分布（0、5、…、100 %），供图上标出本次住院的位置。
SELECT
  t.set_id,
  ARRAY[
    quantile_cont(b.cost, 0.00),
    quantile_cont(b.cost, 0.05),
    quantile_cont(b.cost, 0.10),
    quantile_cont(b.cost, 0.15),
    quantile_cont(b.cost, 0.20),
    quantile_cont(b.cost, 0.25),
    quantile_cont(b.cost, 0.30),
    quantile_cont(b.cost, 0.35),
    quantile_cont(b.cost, 0.40),
    quantile_cont(b.cost, 0.45),
    quantile_cont(b.cost, 0.50),
    quantile_cont(b.cost, 0.55),
    quantile_cont(b.cost, 0.60),
    quantile_cont(b.cost, 0.65),
    quantile_cont(b.cost, 0.70),
    quantile_cont(b.cost, 0.75),
    quantile_cont(b.cost, 0.80),
    quantile_cont(b.cost, 0.85),
    quantile_cont(b.cost, 0.90),
    quantile_cont(b.cost, 0.95),
    quantile_cont(b.cost, 1.00)
  ] AS quantiles
FROM peer_base b
JOIN peer_rung r ON r.profile_id = b.profile_id
JOIN peer_set t ON t.group_id = r.group_id
WHERE b.is_ref AND b.iid <> t.excl_iid
GROUP BY t.set_id
