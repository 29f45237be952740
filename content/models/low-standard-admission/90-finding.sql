WITH judged AS (
  SELECT
    s.*, c.set_id, c.peer_n, c.med_cost, c.r_cost, c.rz_cost, c.treatable, c.cheap,
    o.out_share,
    CASE WHEN s.has_lines THEN
      NOT s.surgical AND COALESCE(s.icu_hours, 0) = 0
      AND COALESCE(s.nurs_special_days, 0) = 0 AND COALESCE(s.nurs_lv1_days, 0) = 0
      AND NOT s.has_blood AND NOT s.has_rescue
    END AS no_intensity,
    CASE
      WHEN s.ex_death THEN 'EX-DEATH'
      WHEN s.ex_transfer THEN 'EX-TRANSFER'
      WHEN s.ex_ama THEN 'EX-AMA'
      WHEN s.ex_day THEN 'EX-DAY'
      WHEN s.ex_newb THEN 'EX-NEWB'
      WHEN s.ex_matern THEN 'EX-MATERN'
      WHEN s.ex_emerg THEN 'EX-EMERG'
      WHEN s.ex_onco THEN 'EX-ONCO'
      WHEN s.ex_uremia THEN 'EX-UREMIA'
      WHEN s.ex_hospice THEN 'EX-HOSPICE'
    END AS excluded_by,
    h.share_now, h.share_before, h.n_now,
    k.n_chronic
  FROM cheap_stay c
  JOIN stay s ON s.stay_id = c.stay_id
  LEFT JOIN out_share o ON o.stay_id = c.stay_id
  LEFT JOIN dept_history h ON h.iid = c.iid AND h.dept = c.dept
  LEFT JOIN frail_stay k ON k.stay_id = c.stay_id
  WHERE c.in_window
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
    0.35 * (1 - LEAST(1, GREATEST(0, (j.r_cost - 0.3) / 0.3)))
    + 0.20 * (1 - LEAST(1, GREATEST(0, (j.los - 2) / 3.0)))
    + CASE WHEN j.no_intensity THEN 0.20 ELSE 0 END
    + 0.15 * LEAST(1, GREATEST(0, (COALESCE(j.out_share, 0) - 0.4) / 0.5))
    + CASE WHEN j.treatable THEN 0.10 ELSE 0 END
  AS DOUBLE) AS score_raw,
  j.cost AS amt_total,
  CAST(CASE WHEN j.clr_way = '40' AND j.drg_fund_pay IS NOT NULL THEN j.drg_fund_pay ELSE j.fund END AS DECIMAL(16,2)) AS amt_fund,
  CASE WHEN j.clr_way = '40' AND j.drg_fund_pay IS NOT NULL THEN '按病组付费：整次住院的病组基金支付额' ELSE '整次住院的基金支付额' END AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.no_intensity IS NULL THEN 0.20 ELSE 0 END + CASE WHEN j.out_share IS NULL THEN 0.15 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN
    CAST(ARRAY['EX-DEATH', 'EX-TRANSFER', 'EX-AMA', 'EX-DAY', 'EX-NEWB', 'EX-MATERN', 'EX-EMERG', 'EX-ONCO', 'EX-UREMIA', 'EX-HOSPICE'] AS VARCHAR[])
  END AS passed,
  CASE WHEN j.cheap THEN '费用偏低' ELSE '门诊可治疗' END AS subtype,
  CASE WHEN j.n_chronic IS NOT NULL THEN CAST(ARRAY['高龄多病'] AS VARCHAR[]) END AS tags,
  t.label AS peer_label,
  j.peer_n,
  CAST(j.cost AS DOUBLE) AS peer_value,
  j.med_cost AS peer_median,
  q.quantiles AS peer_quantiles,
  j.main_code,
  COALESCE(j.dept, '未填科室') AS dept,
  j.los,
  j.r_cost,
  j.rz_cost,
  j.treatable,
  j.no_intensity,
  j.out_share,
  CASE
    WHEN j.no_intensity IS NULL THEN '没有费用明细，无法判断诊疗强度'
    WHEN j.no_intensity THEN '全程没有手术、重症监护、特级或一级护理、输血和抢救'
    ELSE '住院期间有手术、监护、一级以上护理、输血或抢救中的一项'
  END AS intensity_note,
  CASE
    WHEN j.treatable AND j.n_chronic IS NOT NULL THEN '主诊断属于门诊可治疗病种，但患者高龄并有多种慢性病'
    WHEN j.treatable THEN '主诊断属于门诊可治疗病种'
    ELSE '主诊断不在门诊可治疗病种之内'
  END AS disease_note,
  j.share_now,
  j.share_before,
  CAST(j.n_now AS BIGINT) AS n_now
FROM judged j
LEFT JOIN peer_set t ON t.set_id = j.set_id
LEFT JOIN peer_curve q ON q.set_id = j.set_id
