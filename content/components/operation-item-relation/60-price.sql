-- 每种手术的通常收费：只填这一种手术且收了手术费的住院，手术项目金额的中位数。
WITH single AS (
  SELECT stay_id, MIN(oprn4) AS oprn4 FROM opr_stay GROUP BY stay_id HAVING COUNT(*) = 1
)
SELECT s.oprn4, COUNT(*) AS n, quantile_cont(CAST(c.surg_amt AS DOUBLE), 0.5) AS price
FROM single s
JOIN opr_charge c ON c.stay_id = s.stay_id AND c.surg_amt > 0
GROUP BY s.oprn4
HAVING COUNT(*) >= $op_both
