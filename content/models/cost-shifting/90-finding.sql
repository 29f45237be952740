WITH judged AS (
  SELECT
    s.*, k.excluded_by, k.n_link, k.n_inside, k.shift, k.first_day, k.last_day, k.own_ratio, k.link_setl_ids,
    h.set_id, h.peer_n, h.med_cost, h.rho_t, h.rz_cost, h.rho_drug, h.rho_exam, h.rho_cons, h.rho_min,
    COALESCE(h.drug_low, FALSE) AS drug_low, COALESCE(h.exam_low, FALSE) AS exam_low,
    COALESCE(h.cons_low, FALSE) AS cons_low, COALESCE(h.cost_low, FALSE) AS cost_low,
    COALESCE(c.valuable, FALSE) AS valuable, COALESCE(c.outside_rx, FALSE) AS outside_rx,
    c.has_costly, c.has_off_list, c.has_large, c.has_expected,
    COALESCE(n.amt, 0) AS inside_self_pay,
    CAST(k.shift AS DOUBLE) / CAST(k.shift + s.cost AS DOUBLE) AS shift_share
  FROM linked_stay k
  JOIN stay s ON s.stay_id = k.stay_id
  LEFT JOIN share_test h ON h.stay_id = k.stay_id
  LEFT JOIN content_test c ON c.stay_id = k.stay_id
  LEFT JOIN inside_self_pay n ON n.stay_id = k.stay_id
)
SELECT
  j.stay_key AS subject_id,
  j.psn_no,
  j.fixmedins_code,
  LEAST(j.adm, j.first_day) AS period_from,
  GREATEST(j.dsc, j.last_day) AS period_to,
  CAST(ARRAY[j.stay_key] AS VARCHAR[]) AS member_ids,
  j.mdtrt_ids,
  j.setl_ids || j.link_setl_ids AS setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    CASE WHEN j.rho_min IS NULL THEN 0 ELSE 0.35 * (1 - LEAST(1, GREATEST(0, (j.rho_min - 0.3) / 0.5))) END
    + CASE WHEN j.rho_t IS NULL THEN 0 ELSE 0.15 * (1 - LEAST(1, GREATEST(0, (j.rho_t - 0.5) / 0.4))) END
    + 0.30 * LEAST(1, GREATEST(0, (j.shift_share - 0.05) / 0.25))
    + CASE WHEN j.valuable THEN 0.20 ELSE 0 END
  AS DOUBLE) AS score_raw,
  j.shift AS amt_total,
  CAST(CASE
    WHEN j.clr_way = '40' AND j.drg_pay_std IS NOT NULL THEN LEAST(j.shift, GREATEST(0, j.drg_pay_std - j.cost))
    ELSE 0
  END AS DECIMAL(16,2)) AS amt_fund,
  CASE
    WHEN j.clr_way = '40' AND j.drg_pay_std IS NOT NULL THEN '转由个人负担的金额，以病组支付标准与实际费用之差为限'
    ELSE '费用由个人负担，本次不直接涉及基金支付'
  END AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.rho_min IS NULL THEN 0.35 ELSE 0 END + CASE WHEN j.rho_t IS NULL THEN 0.15 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN
    CAST(ARRAY['EX-DEATH', 'EX-MATERN', 'EX-TRANSFER', 'EX-UNRELATED', 'EX-REFILL'] AS VARCHAR[])
  END AS passed,
  CASE WHEN j.valuable THEN '重点核查' ELSE '一般' END AS subtype,
  t.label AS peer_label,
  j.peer_n,
  CAST(j.cost AS DOUBLE) AS peer_value,
  j.med_cost AS peer_median,
  q.quantiles AS peer_quantiles,
  CAST(ARRAY[j.stay_key] AS VARCHAR[]) AS key_ids,
  j.main_code,
  COALESCE(j.dept, '未填科室') AS dept,
  j.cost AS stay_cost,
  j.rho_drug,
  j.rho_exam,
  j.rho_cons,
  j.rho_t,
  j.rz_cost,
  j.n_link,
  j.n_inside,
  j.own_ratio,
  ROUND(j.shift_share, 6) AS shift_share,
  CAST(j.inside_self_pay AS DECIMAL(16,2)) AS inside_self_pay,
  j.outside_rx,
  j.valuable,
  CAST(CASE WHEN j.clr_way = '40' THEN j.drg_pay_std - j.cost END AS DECIMAL(16,2)) AS drg_balance,
  concat(
    CASE WHEN j.drug_low THEN '药品费占比明显偏低；' ELSE '' END,
    CASE WHEN j.exam_low THEN '检查化验费占比明显偏低；' ELSE '' END,
    CASE WHEN j.cons_low THEN '耗材费占比明显偏低；' ELSE '' END,
    CASE WHEN j.cost_low THEN '总费用明显低于同类；' ELSE '' END,
    CASE WHEN j.inside_self_pay > 0 THEN '院内有目录内项目按自费收取；' ELSE '' END,
    CASE WHEN j.outside_rx THEN '住院期间在药店自费购买本病常用药；' ELSE '' END
  ) AS shift_note,
  CASE WHEN j.valuable THEN concat(
    '其中有',
    CASE WHEN j.has_costly THEN '高价药品、' ELSE '' END,
    CASE WHEN j.has_off_list THEN '目录外项目、' ELSE '' END,
    CASE WHEN j.has_large THEN '大型检查、' ELSE '' END,
    CASE WHEN j.has_expected THEN '本病通常在院内使用的项目、' ELSE '' END,
    '应重点核查'
  ) ELSE '没有查到高价药品、大型检查或本病常用项目' END AS content_note
FROM judged j
LEFT JOIN peer_set t ON t.set_id = j.set_id
LEFT JOIN peer_curve q ON q.set_id = j.set_id
WHERE j.drug_low OR j.exam_low OR j.cons_low OR j.cost_low OR j.inside_self_pay > 0 OR j.outside_rx
