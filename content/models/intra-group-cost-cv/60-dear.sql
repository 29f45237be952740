-- 费用超过中位数倍数的病例（不截尾，便于核查）。
SELECT c.iid, c.drg_code, c.kind, s.stay_id, s.stay_key, s.psn_no, s.mdtrt_ids, s.setl_ids, s.cost, s.fund
FROM candidate c
JOIN scope o ON o.drg_code = c.drg_code AND (c.iid IS NULL OR o.iid = c.iid)
JOIN bound b ON b.drg_code = c.drg_code
JOIN stay s ON s.stay_id = o.stay_id
WHERE c.kind <> '机构过低' AND o.cost > ROUND($dear_ratio * b.med, 6)
