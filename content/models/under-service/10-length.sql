-- 每个参照集合的住院天数：第 10 百分位与中位数（与费用同一批参照住院）。
SELECT
  t.set_id,
  quantile_cont(CAST(s.los AS DOUBLE), $los_pct / 100.0) AS los_low,
  quantile_cont(CAST(s.los AS DOUBLE), 0.5) AS los_med
FROM peer_base b
JOIN peer_rung r ON r.profile_id = b.profile_id
JOIN peer_set t ON t.group_id = r.group_id
JOIN stay s ON s.stay_id = b.stay_id
WHERE b.is_ref AND b.iid <> t.excl_iid AND t.rung <= $rung_max
GROUP BY t.set_id
