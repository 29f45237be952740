WITH judged AS (
  SELECT
    c.*, s.stay_key, s.psn_no, s.fixmedins_code, i.fixmedins_name, s.adm, s.dsc, s.los, s.main_code, COALESCE(s.dept, '未填科室') AS dept, s.mdtrt_ids, s.setl_ids, s.cost,
    LEAST(1, GREATEST(0, COALESCE(CAST(s.drg_fund_pay AS DOUBLE) / NULLIF(CAST(c.pay AS DOUBLE), 0), CAST(s.fund AS DOUBLE) / NULLIF(CAST(s.cost AS DOUBLE), 0), 0))) AS fund_share,
    GREATEST(0, COALESCE(c.pay - s.cost, 0)) AS surplus,
    CASE
      WHEN s.ex_death THEN 'EX-DEATH'
      WHEN s.ex_ama THEN 'EX-AMA'
      WHEN s.ex_transfer THEN 'EX-TRANSFER'
      WHEN s.ex_day THEN 'EX-DAY'
      WHEN COALESCE(s.outlier_type, CASE WHEN s.cost < ROUND($low_outlier * c.pay, 2) THEN '低倍率' END) = '低倍率' THEN 'EX-LOWPAY'
    END AS excluded_by
  FROM candidate c
  JOIN stay s ON s.stay_id = c.stay_id
  JOIN institution i ON i.iid = s.iid
)
SELECT
  j.stay_key AS subject_id,
  j.psn_no,
  j.fixmedins_code,
  j.adm AS period_from,
  j.dsc AS period_to,
  CAST(ARRAY[j.stay_key] AS VARCHAR[]) AS member_ids,
  j.mdtrt_ids,
  j.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    0.3 * (1 - LEAST(1, GREATEST(0, (COALESCE(j.r_cost, 1) - 0.4) / 0.4)))
    + 0.3 * LEAST(1, COALESCE(j.n_missing, 0) / 5.0)
    + 0.2 * (1 - LEAST(1, GREATEST(0, (COALESCE(j.los_ratio, 1) - 0.4) / 0.4)))
    + CASE WHEN j.returned THEN 0.2 ELSE 0 END
  AS DOUBLE) AS score_raw,
  CAST(j.surplus AS DECIMAL(16,2)) AS amt_total,
  CAST(j.surplus * j.fund_share AS DECIMAL(16,2)) AS amt_fund,
  '病组支付标准 − 实际费用' AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.assessable THEN 0 ELSE 0.3 END AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN CAST(ARRAY['EX-DEATH', 'EX-AMA', 'EX-TRANSFER', 'EX-DAY', 'EX-LOWPAY'] AS VARCHAR[]) END AS passed,
  t.label AS peer_label,
  j.peer_n,
  CAST(j.cost AS DOUBLE) AS peer_value,
  j.med_cost AS peer_median,
  q.quantiles AS peer_quantiles,
  j.fixmedins_name,
  j.main_code,
  j.dept,
  j.drg_code,
  CAST(j.pay AS DECIMAL(16,2)) AS pay,
  j.cost,
  j.los,
  j.r_cost,
  ROUND(j.los_ratio, 6) AS los_ratio,
  j.m,
  ROUND(j.p05, 6) AS m_p05,
  CAST(COALESCE(j.n_missing, 0) AS BIGINT) AS n_missing,
  j.gap,
  CAST(j.n_signs AS BIGINT) AS n_signs,
  concat_ws('；',
    CASE WHEN j.cheap THEN concat('费用是同类的 ', CAST(CAST(j.r_cost * 100 AS DECIMAL(10,1)) AS VARCHAR), '%，病组有盈余') END,
    CASE WHEN j.unmatched THEN '所用项目与主诊断的匹配程度低于同诊断住院的第 5 百分位' END,
    CASE WHEN j.n_missing >= 1 THEN concat('同诊断住院大多都做的关键服务有 ', CAST(j.n_missing AS VARCHAR), ' 项一次也没有做') END,
    CASE WHEN j.short_stay THEN concat('住院 ', CAST(j.los AS VARCHAR), ' 天，短于同类的第 ', CAST($los_pct AS VARCHAR), ' 百分位（中位数 ', CAST(CAST(j.los_med AS DECIMAL(10,0)) AS VARCHAR), ' 天）') END,
    CASE WHEN j.returned THEN concat('出院后第 ', CAST(j.gap AS VARCHAR), ' 天', j.kind, '（', COALESCE(j.back_main, '诊断未填'), '，就诊号 ', j.visit_no, '）') END
  ) AS signs
FROM judged j
LEFT JOIN peer_set t ON t.set_id = j.set_id
LEFT JOIN peer_curve q ON q.set_id = j.set_id
