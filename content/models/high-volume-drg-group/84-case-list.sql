-- 组内病例，费用与同类之比最低的在前；本地、异地就医都在内。
SELECT
  concat(i.fixmedins_code, '|', c.drg_code) AS subject_id,
  s.stay_key, s.psn_no, s.adm, s.dsc, s.los, s.main_code, s.dept,
  CASE WHEN x.away THEN '异地' ELSE '本地' END AS place,
  s.cost, o.pay, p.r_cost
FROM concentrated c
JOIN institution i ON i.iid = c.iid
JOIN scope o ON o.iid = c.iid AND o.drg_code = c.drg_code AND o.in_window
JOIN stay s ON s.stay_id = o.stay_id
LEFT JOIN peer_stay p ON p.stay_id = o.stay_id
LEFT JOIN (
  SELECT stay_id, bool_or(COALESCE(out_mdtrt_flag, '0') = '1') AS away FROM settlement WHERE stay_id IS NOT NULL GROUP BY stay_id
) x ON x.stay_id = o.stay_id
QUALIFY ROW_NUMBER() OVER (PARTITION BY c.iid, c.drg_code ORDER BY p.r_cost, s.stay_key) <= 200
