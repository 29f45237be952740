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
usual AS (
  SELECT entity, array_to_string(array_agg(oprn4 ORDER BY support DESC, oprn4), '、') AS ops
  FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY entity ORDER BY support DESC, oprn4) AS place
    FROM dx_op_rel WHERE scope = 'main3' AND status = '成立'
  ) r
  WHERE place <= 3
  GROUP BY entity
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
  CAST(0.6 * (1 - LEAST(1, GREATEST(0, c.lift / 0.1))) + CASE WHEN c.is_main THEN 0.4 ELSE 0 END AS DOUBLE) AS score_raw,
  COALESCE(m.pay_diff, CAST(0 AS DECIMAL(16,2))) AS amt_total,
  CASE WHEN m.by_drg THEN CAST(ROUND(CAST(COALESCE(m.pay_diff, 0) AS DOUBLE) * COALESCE(m.fund_share, 1), 2) AS DECIMAL(16,2))
    ELSE CAST(0 AS DECIMAL(16,2)) END AS amt_fund,
  CASE
    WHEN m.pay_diff IS NULL THEN '病组、权重或费率未知，不能推算差额，金额记零'
    WHEN m.by_drg THEN '去掉冲突手术前后病组支付标准之差，基金按其所占比例'
    ELSE '去掉冲突手术前后病组支付标准之差；本次住院不按病组付费，不涉及基金'
  END AS amt_method,
  c.excluded_by,
  CAST(CASE WHEN m.pay_diff IS NULL THEN 0.5 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN c.excluded_by IS NULL THEN CAST(ARRAY['EX-REOPERATION', 'EX-MULTI-TRAUMA'] AS VARCHAR[]) END AS passed,
  CASE WHEN c.is_main THEN '主手术' ELSE '其他手术' END AS subtype,
  s.main_code,
  c.oprn4,
  CAST(c.n_conflict AS BIGINT) AS n_conflict,
  CAST(c.support AS BIGINT) AS support,
  CAST(c.lift AS DOUBLE) AS lift,
  CAST(c.n_diag AS BIGINT) AS n_diag,
  CAST(c.n_oprn AS BIGINT) AS n_oprn,
  c.forbidden,
  COALESCE(u.ops, '无') AS usual_ops,
  COALESCE(m.drg_orig, '未知') AS drg_orig,
  CAST(m.w_orig AS DOUBLE) AS w_orig,
  COALESCE(m.drg_less, '未知') AS drg_less,
  CAST(m.w_less AS DOUBLE) AS w_less,
  CASE WHEN c.forbidden THEN '专家已确认该诊断不做此手术'
    ELSE '近两年 ' || CAST(c.n_diag AS VARCHAR) || ' 次同主诊断住院中只有 ' || CAST(c.support AS VARCHAR) || ' 次做过此手术' END AS reason_text
FROM op_case c
JOIN stay s ON s.stay_id = c.stay_id
JOIN money m ON m.stay_id = c.stay_id
LEFT JOIN usual u ON u.entity = c.main3
