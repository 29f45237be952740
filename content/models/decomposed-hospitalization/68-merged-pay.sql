-- 合并成一次的支付标准，按费用高的一次的费率。只有两次交付的病组都与分组方案的结果相同时才算得出。
SELECT
  p.a_id, p.b_id, m.drg_code AS merged_drg,
  CAST(ROUND(m.weight * CASE WHEN b.cost > a.cost THEN gb.rate ELSE ga.rate END, 2) AS DECIMAL(16,2)) AS merged_pay
FROM pair p
JOIN stay a ON a.stay_id = p.a_id
JOIN stay b ON b.stay_id = p.b_id
JOIN drg_stay ga ON ga.stay_id = p.a_id
JOIN drg_stay gb ON gb.stay_id = p.b_id
JOIN merged_group x ON x.case_key = concat(CAST(p.a_id AS VARCHAR), '|', CAST(p.b_id AS VARCHAR), '|a') AND x.drg_code = ga.drg_code
JOIN merged_group y ON y.case_key = concat(CAST(p.a_id AS VARCHAR), '|', CAST(p.b_id AS VARCHAR), '|b') AND y.drg_code = gb.drg_code
JOIN merged_group m ON m.case_key = concat(CAST(p.a_id AS VARCHAR), '|', CAST(p.b_id AS VARCHAR), '|m') AND m.grouped
WHERE m.weight > 0 AND ga.rate > 0 AND gb.rate > 0
