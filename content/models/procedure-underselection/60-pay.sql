-- 调换前后的权重。方案把原编码分到的组与交付的组不同，则不能比较。
SELECT c.stay_id, o.drg_code AS drg_orig, o.weight AS w_orig,
  CASE WHEN b.drg_code = o.drg_code AND w.grouped THEN w.drg_code END AS drg_swap,
  CASE WHEN b.drg_code = o.drg_code AND w.grouped THEN w.weight END AS w_swap,
  CASE WHEN b.drg_code = o.drg_code AND w.grouped AND o.weight > 0 THEN ROUND((w.weight - o.weight) / o.weight, 6) END AS w_rise,
  CASE WHEN b.drg_code = o.drg_code AND w.grouped THEN
    CAST(abs(CAST(ROUND(w.weight * o.rate, 2) AS DECIMAL(16,2)) - o.pay) AS DECIMAL(16,2))
  END AS pay_diff
FROM under_candidate c
LEFT JOIN drg_stay o ON o.stay_id = c.stay_id
LEFT JOIN regrouped b ON b.case_key = 'base|' || CAST(c.stay_id AS VARCHAR)
LEFT JOIN regrouped w ON w.case_key = 'swap|' || CAST(c.stay_id AS VARCHAR)
