-- 检查期内：与所填手术的匹配程度低于同手术住院的临界百分位，且没有该手术的收费项目，或收费等于另一较低手术的价格。
SELECT t.stay_id, t.iid, t.oprn4, t.is_main, t.n, t.m, t.q, t.no_surgical, t.lower_price, t.surg_amt, t.price
FROM opr_match t
JOIN stay s ON s.stay_id = t.stay_id AND date_diff('day', s.dsc, $as_of) BETWEEN 0 AND $window_days - 1
WHERE t.q < $q_max AND (t.no_surgical OR t.lower_price)
