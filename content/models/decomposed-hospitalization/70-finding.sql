WITH candidate AS (
  SELECT
    p.pid, p.a_id, p.b_id, p.gap, p.same_inst, p.same_main3, p.a_iid,
    CAST(NULL AS DOUBLE) AS sim, CAST(NULL AS DOUBLE) AS sim_fee, CAST(NULL AS DOUBLE) AS sim_oprn, CAST(NULL AS DOUBLE) AS sim_dept,
    CAST(NULL AS DOUBLE) AS missing_share, CAST(NULL AS BIGINT) AS chain_no, x.excluded_by
  FROM pair p
  JOIN exclusion x ON x.a_id = p.a_id AND x.b_id = p.b_id
  UNION ALL
  SELECT
    pid, a_id, b_id, gap, same_inst, same_main3, a_iid, sim, sim_fee, sim_oprn, sim_dept,
    CAST(missing_share AS DOUBLE), CAST(chain_no AS BIGINT), CAST(NULL AS VARCHAR)
  FROM flagged
),
priced AS (
  SELECT
    c.*,
    a.stay_key AS a_key, b.stay_key AS b_key, a.psn_no AS a_psn_no, b.psn_no AS b_psn_no, a.iid, b.iid AS b_iid,
    a.fixmedins_code, b.fixmedins_code AS b_fixmedins_code, a.adm AS a_adm, a.dsc AS a_dsc, b.adm AS b_adm, b.dsc AS b_dsc,
    a.mdtrt_ids AS a_mdtrt_ids, b.mdtrt_ids AS b_mdtrt_ids, a.setl_ids AS a_setl_ids, b.setl_ids AS b_setl_ids,
    a.main_code AS a_main_code, b.main_code AS b_main_code, a.cost AS a_cost, b.cost AS b_cost, b.fund AS b_fund,
    a.dscg_way AS a_dscg_way, a.readm_plan, a.dedc AS a_dedc, b.dedc AS b_dedc,
    CASE WHEN a.clr_way = '40' AND b.clr_way = '40' AND a.drg_pay_std > 0 AND b.drg_pay_std > 0 THEN 1 ELSE 0 END AS is_drg,
    g.merged_drg, g.merged_pay,
    CASE WHEN g.merged_pay IS NOT NULL THEN GREATEST(0, a.drg_pay_std + b.drg_pay_std - g.merged_pay)
      ELSE LEAST(a.drg_pay_std, b.drg_pay_std) END AS drg_amt,
    CASE WHEN g.merged_pay IS NOT NULL THEN (a.drg_fund_pay + b.drg_fund_pay) / (a.drg_pay_std + b.drg_pay_std)
      WHEN a.drg_pay_std < b.drg_pay_std THEN a.drg_fund_pay / a.drg_pay_std ELSE b.drg_fund_pay / b.drg_pay_std END AS drg_fund_share,
    COALESCE(b.amt_bed, 0) + COALESCE(b.amt_consult, 0) + COALESCE(t.amt_test, 0) AS fixed_amt,
    COALESCE(b.has_lines, FALSE) AS b_has_lines
  FROM candidate c
  JOIN stay a ON a.stay_id = c.a_id
  JOIN stay b ON b.stay_id = c.b_id
  LEFT JOIN repeat_test t ON t.a_id = c.a_id AND t.b_id = c.b_id
  LEFT JOIN merged_pay g ON g.a_id = c.a_id AND g.b_id = c.b_id
),
valued AS (
  SELECT
    p.*,
    CASE WHEN is_drg = 1 THEN 'drg-merged' WHEN gap <= $alert_days THEN 'later-stay' ELSE 'fixed-part' END AS amt_method,
    CASE WHEN is_drg = 1 THEN drg_amt WHEN gap <= $alert_days THEN b_cost WHEN b_has_lines THEN LEAST(fixed_amt, b_cost) END AS amt_total,
    CASE WHEN gap <= $z_class_1 THEN $z_class_1 WHEN gap <= $z_class_2 THEN $z_class_2 WHEN gap <= $z_class_3 THEN $z_class_3 ELSE $z_class_4 END AS class_z,
    CASE WHEN gap <= $x_class_1 THEN $x_class_1 WHEN gap <= $x_class_2 THEN $x_class_2 WHEN gap <= $x_class_3 THEN $x_class_3 WHEN gap <= $x_class_4 THEN $x_class_4 END AS class_x,
    CASE WHEN gap <= $z_class_1 THEN 1 WHEN gap <= $z_class_2 THEN 0.8 WHEN gap <= $z_class_3 THEN 0.5 ELSE 0.25 END AS g
  FROM priced p
)
SELECT
  v.b_key AS subject_id,
  v.b_psn_no AS psn_no,
  v.fixmedins_code,
  v.a_adm AS period_from,
  v.b_dsc AS period_to,
  ARRAY[v.a_key, v.b_key] AS member_ids,
  concat(v.a_mdtrt_ids, v.b_mdtrt_ids) AS mdtrt_ids,
  concat(v.a_setl_ids, v.b_setl_ids) AS setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(0.45 * v.g + 0.35 * COALESCE(v.sim, 0) + CASE WHEN v.same_inst THEN 0.2 ELSE 0.1 END AS DOUBLE) AS score_raw,
  CAST(v.amt_total AS DECIMAL(16, 2)) AS amt_total,
  CAST(ROUND(CASE
    WHEN v.is_drg = 1 THEN CAST(v.amt_total AS DOUBLE) * LEAST(GREATEST(CAST(v.drg_fund_share AS DOUBLE), 0), 1)
    WHEN v.amt_method = 'later-stay' THEN CAST(v.b_fund AS DOUBLE)
    WHEN v.b_cost > 0 THEN CAST(v.b_fund AS DOUBLE) * CAST(v.amt_total AS DOUBLE) / CAST(v.b_cost AS DOUBLE)
  END, 2) AS DECIMAL(16, 2)) AS amt_fund,
  v.amt_method,
  v.excluded_by,
  v.missing_share,
  CASE WHEN v.excluded_by IS NULL THEN ARRAY['EX-ONCO', 'EX-UREMIA', 'EX-PLANNED', 'EX-TRANSFER', 'EX-MATERN', 'EX-NEWB', 'EX-PSYCH', 'EX-REHAB',
    'EX-DAY', 'EX-HOSPICE', 'EX-STAGED', 'EX-EMERG'] END AS passed,
  CASE WHEN v.a_psn_no <> v.b_psn_no THEN ARRAY[v.a_psn_no] END AS related_psn_nos,
  CASE WHEN v.same_inst THEN 'same-institution' ELSE 'same-tier' END AS subtype,
  CASE
    WHEN v.gap <= $alert_days AND v.sim >= $sim_min THEN ARRAY['重点监管', '精准识别']
    WHEN v.gap <= $alert_days THEN ARRAY['重点监管']
    WHEN v.sim >= $sim_min THEN ARRAY['精准识别']
  END AS tags,
  '同级机构分解住院比例（疑似对数÷出院人次）' AS peer_label,
  r.peer_n,
  r.rate AS peer_value,
  r.peer_median,
  r.peer_quantiles,
  v.gap,
  v.class_z,
  v.class_x,
  CASE WHEN v.gap <= $alert_days THEN '重点' ELSE '监测' END AS attention,
  v.sim, v.sim_fee, v.sim_oprn, v.sim_dept,
  CASE WHEN v.same_main3 THEN '是' ELSE '否' END AS same_disease,
  CASE WHEN v.sim >= $sim_min THEN '是' ELSE '否' END AS precise,
  fa.fixmedins_name,
  fb.fixmedins_name AS b_fixmedins_name,
  v.a_adm, v.a_dsc, v.b_adm, v.b_dsc, v.a_main_code, v.b_main_code, v.a_cost, v.b_cost,
  v.a_dscg_way, v.readm_plan,
  CASE WHEN v.a_dedc > 0 AND v.b_dedc > 0 THEN v.b_dedc END AS dedc_repeat,
  CASE WHEN v.is_drg = 1 THEN v.merged_drg END AS merged_drg,
  CASE WHEN v.is_drg = 1 THEN v.merged_pay END AS merged_pay,
  h.chain_id, h.chain_n, h.chain_span, h.chain_cost_cv,
  CAST(r.n_pair AS INTEGER) AS inst_pairs,
  CAST(r.n_discharge AS INTEGER) AS inst_discharges,
  ROUND(r.rate, 6) AS inst_rate,
  ROUND(r.peer_p90, 6) AS inst_peer_p90
FROM valued v
JOIN institution fa ON fa.iid = v.iid
JOIN institution fb ON fb.iid = v.b_iid
LEFT JOIN chain h ON h.pid = v.pid AND h.chain_no = v.chain_no
LEFT JOIN institution_rate r ON r.iid = v.iid
