-- 补上手术前后的病组与支付标准之差。方案把原编码分到的组与交付的组不同，则不能比较。
SELECT c.stay_id, o.drg_code AS drg_orig, o.weight AS w_orig,
  CASE WHEN b.drg_code = o.drg_code THEN m.drg_code END AS drg_more,
  CASE WHEN b.drg_code = o.drg_code THEN m.weight END AS w_more,
  CASE WHEN b.drg_code = o.drg_code AND m.grouped THEN
    CAST(abs(CAST(ROUND(m.weight * o.rate, 2) AS DECIMAL(16,2)) - o.pay) AS DECIMAL(16,2))
  END AS pay_diff
FROM omission c
LEFT JOIN drg_stay o ON o.stay_id = c.stay_id
LEFT JOIN regrouped b ON b.case_key = 'base|' || CAST(c.stay_id AS VARCHAR)
LEFT JOIN regrouped m ON m.case_key = 'more|' || CAST(c.stay_id AS VARCHAR)
