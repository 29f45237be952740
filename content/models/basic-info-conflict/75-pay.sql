-- 去掉矛盾编码后病组变了的，两个病组支付标准之差。方案把原编码分到的组与交付的组不同，则不比较。
SELECT b.stay_id, o.drg_code AS drg_orig, l.drg_code AS drg_less, o.pay AS pay_orig,
  CAST(GREATEST(0, o.pay - CAST(ROUND(l.weight * o.rate, 2) AS DECIMAL(16,2))) AS DECIMAL(16,2)) AS pay_diff
FROM what_if b
JOIN regrouped g ON g.case_key = b.case_key
JOIN drg_stay o ON o.stay_id = b.stay_id AND o.drg_code = g.drg_code
JOIN regrouped l ON l.case_key = 'less|' || CAST(b.stay_id AS VARCHAR)
WHERE b.case_key = 'base|' || CAST(b.stay_id AS VARCHAR) AND l.grouped AND l.drg_code <> o.drg_code AND o.pay IS NOT NULL AND l.weight IS NOT NULL
