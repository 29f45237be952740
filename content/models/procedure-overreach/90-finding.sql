WITH money AS (
  SELECT p.*,
    COALESCE(s.clr_way = '40' OR s.drg_pay_std IS NOT NULL, FALSE) AS by_drg,
    CASE
      WHEN s.drg_fund_pay IS NOT NULL AND p.pay_orig > 0 THEN LEAST(1, CAST(s.drg_fund_pay AS DOUBLE) / CAST(p.pay_orig AS DOUBLE))
      WHEN s.cost > 0 AND s.fund IS NOT NULL THEN LEAST(1, CAST(s.fund AS DOUBLE) / CAST(s.cost AS DOUBLE))
    END AS fund_share
  FROM pay p
  JOIN stay s ON s.stay_id = p.stay_id
),
lacking AS (
  SELECT c.stay_id, array_to_string(array_agg(DISTINCT k.item_name ORDER BY k.item_name), '、') AS names
  FROM over_case c
  JOIN opr_key k ON k.oprn4 = c.oprn4 AND k.kind IN ('手术', '麻醉')
  WHERE NOT EXISTS (SELECT 1 FROM opr_use u WHERE u.stay_id = c.stay_id AND u.generic = k.generic)
  GROUP BY c.stay_id
)
SELECT
  s.stay_key AS subject_id,
  s.psn_no,
  s.fixmedins_code,
  s.adm AS period_from,
  s.dsc AS period_to,
  CAST(ARRAY[s.stay_key] AS VARCHAR[]) AS member_ids,
  s.mdtrt_ids,
  s.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(0.4 * (1 - LEAST(1, GREATEST(0, c.q / 0.10))) + CASE WHEN c.no_surgical THEN 0.3 ELSE 0 END
    + 0.3 * LEAST(1, GREATEST(0, (m.w_drop - 0.05) / 0.45)) AS DOUBLE) AS score_raw,
  COALESCE(m.pay_diff, CAST(0 AS DECIMAL(16,2))) AS amt_total,
  CASE WHEN m.by_drg THEN CAST(ROUND(CAST(COALESCE(m.pay_diff, 0) AS DOUBLE) * COALESCE(m.fund_share, 1), 2) AS DECIMAL(16,2))
    ELSE CAST(0 AS DECIMAL(16,2)) END AS amt_fund,
  CASE
    WHEN m.pay_diff IS NULL THEN '费率未知，不能推算差额，金额记零'
    WHEN m.by_drg THEN '两种编法的病组支付标准之差，基金按其所占比例'
    ELSE '两种编法的病组支付标准之差；本次住院不按病组付费，不涉及基金'
  END AS amt_method,
  c.excluded_by,
  CAST(CASE WHEN m.pay_diff IS NULL THEN 0.5 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN c.excluded_by IS NULL THEN CAST(ARRAY['EX-BEDSIDE', 'EX-BUNDLE'] AS VARCHAR[]) END AS passed,
  CASE WHEN c.no_surgical THEN '无对应手术收费' ELSE '按较低手术收费' END AS subtype,
  s.main_code,
  c.oprn4,
  CAST(c.n AS BIGINT) AS n_op,
  c.m AS match_degree,
  c.q,
  c.no_surgical,
  c.surg_amt,
  CAST(c.price AS DOUBLE) AS usual_price,
  COALESCE(l.names, '无') AS lacking_items,
  COALESCE(c.best_op, '无') AS best_op,
  CAST(c.best_m AS DOUBLE) AS best_m,
  m.drg_orig,
  CAST(m.w_orig AS DOUBLE) AS w_orig,
  m.drg_less,
  CAST(m.w_less AS DOUBLE) AS w_less,
  CAST(m.w_drop AS DOUBLE) AS w_drop,
  CASE WHEN c.best_op IS NULL THEN '去掉该手术' ELSE '改为费用最匹配的 ' || c.best_op END AS change_text
FROM over_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN money m ON m.stay_id = c.stay_id
LEFT JOIN lacking l ON l.stay_id = c.stay_id
WHERE m.w_drop >= $w_drop
