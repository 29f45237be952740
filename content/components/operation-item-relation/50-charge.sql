-- 每次填了手术的住院收取的手术项目金额（不含麻醉）。
SELECT o.stay_id, COALESCE(SUM(CASE WHEN u.kind = '手术' THEN u.amt END), 0) AS surg_amt
FROM (SELECT DISTINCT stay_id FROM opr_stay) o
LEFT JOIN opr_use u ON u.stay_id = o.stay_id
GROUP BY o.stay_id
