-- 统计期内出院的住院；日龄按出生日期到入院日期计，不受满一周岁限制。
SELECT
  s.stay_id, s.pid, s.gend, s.age, s.adm, s.dsc, s.los, s.die_date, s.dscg_way, s.interim, p.brdy,
  date_diff('day', p.brdy, s.adm) AS days,
  s.gend = '1' AND (s.med_type LIKE '51%' OR s.med_type LIKE '52%' OR s.insutype = '510') AS spouse,
  EXISTS (
    SELECT 1 FROM stay_diag d
    WHERE d.stay_id = s.stay_id
      AND (starts_with(d.code, 'F64') OR starts_with(d.code, 'Q56') OR starts_with(d.code, 'Q97') OR starts_with(d.code, 'Q98')
        OR starts_with(d.code, 'Q99') OR starts_with(d.code, 'E34.5') OR starts_with(d.code, 'E25'))
  ) AS dsd
FROM stay s
JOIN person p ON p.pid = s.pid
WHERE date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
