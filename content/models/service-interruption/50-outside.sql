-- 空闲日在院外的就诊与购药。
SELECT
  d.stay_id,
  d.day,
  t.setl_id,
  t.setl_ids,
  t.med_class,
  i.fixmedins_name,
  t.medfee_sumamt
FROM idle_day d
JOIN stay s ON s.stay_id = d.stay_id
JOIN settlement t ON t.pid = s.pid AND t.begndate = d.day
JOIN institution i ON i.iid = t.iid
WHERE NOT d.is_wait AND t.med_class IN ('OPT', 'PHA', 'OPSP')
