-- 权重下降比例与支付标准之差。方案把原编码分到的组与交付的组不同，则不能比较。
SELECT c.stay_id, o.drg_code AS drg_orig, o.weight AS w_orig, o.pay AS pay_orig,
  CASE WHEN b.drg_code = o.drg_code AND l.grouped THEN l.drg_code END AS drg_less,
  CASE WHEN b.drg_code = o.drg_code AND l.grouped THEN l.weight END AS w_less,
  CASE WHEN b.drg_code = o.drg_code AND l.grouped AND o.weight > 0 THEN ROUND((o.weight - l.weight) / o.weight, 6) END AS w_drop,
  CASE WHEN b.drg_code = o.drg_code AND l.grouped THEN
    CAST(GREATEST(0, o.pay - CAST(ROUND(l.weight * o.rate, 2) AS DECIMAL(16,2))) AS DECIMAL(16,2))
  END AS pay_diff
FROM over_case c
LEFT JOIN drg_stay o ON o.stay_id = c.stay_id
LEFT JOIN regrouped b ON b.case_key = 'base|' || CAST(c.stay_id AS VARCHAR)
LEFT JOIN regrouped l ON l.case_key = 'less|' || CAST(c.stay_id AS VARCHAR)
