-- 统计期内用到某类高值耗材的住院（一次住院一类一行）。
SELECT
  i.stay_id, s.iid, c.class_id, c.class15, s.los AS days, s.age,
  SUM(i.amt) AS amt, SUM(i.cnt) AS cnt,
  CAST(SUM(i.inscp) AS DOUBLE) * MAX(CASE WHEN s.inscp > 0 THEN LEAST(1, GREATEST(0, CAST(s.fund AS DOUBLE) / CAST(s.inscp AS DOUBLE))) ELSE 0 END) AS fund
FROM stay_item i
JOIN assoc_class c ON c.item_id = i.item_id
JOIN stay s ON s.stay_id = i.stay_id
WHERE i.amt > 0 AND i.cnt > 0 AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
GROUP BY i.stay_id, s.iid, c.class_id, c.class15, s.los, s.age
