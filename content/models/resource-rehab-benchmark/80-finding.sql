WITH open_days AS (
  SELECT iid, SUM(n_days) AS n FROM inst_open_day
  WHERE month <= $as_of AND date_diff('day', month, $as_of) < $window_days
  GROUP BY iid
),
merged AS (
  SELECT
    COALESCE(w.iid, l.iid) AS iid, COALESCE(w.item_id, l.item_id) AS item_id,
    w.setting, w.cell_id, w.indicator, w.x, w.b_ref, w.b_peer, w.r_ref, w.r_peer, w.n_over, w.day_lvl, w.n_use, w.n_inst,
    COALESCE(w.excess_amt, 0) AS excess_amt,
    COALESCE(w.passes, FALSE) AS passes, w.lvl,
    l.worst_load, COALESCE(l.by_total, FALSE) AS by_total, COALESCE(l.n_months, 0) AS n_months, COALESCE(l.settled, FALSE) AS settled,
    l.over_sessions, COALESCE(l.over_amt, 0) AS over_amt
  FROM worst w
  FULL JOIN item_load l ON l.iid = w.iid AND l.item_id = w.item_id
),
judged AS (
  SELECT
    m.*, n.fixmedins_code, n.rehab_therapist_cnt, r.item_code, r.item_name, r.is_group, t.p, b.q, t.n_others, f.fund_ratio, f.sessions, d.n AS open_days,
    CASE WHEN m.passes THEN CASE WHEN t.p < $alpha THEN m.lvl ELSE m.lvl - 1 END ELSE 0 END AS ratio_lvl,
    COALESCE(m.worst_load > $load_max, FALSE) AS overloaded
  FROM merged m
  JOIN institution n ON n.iid = m.iid
  JOIN rehab_item r ON r.item_id = m.item_id
  LEFT JOIN test t ON t.cell_id = m.cell_id
  LEFT JOIN adjusted b ON b.key = m.cell_id
  LEFT JOIN item_fund f ON f.iid = m.iid AND f.item_id = m.item_id
  LEFT JOIN open_days d ON d.iid = m.iid
),
kept AS (
  SELECT *,
    concat(fixmedins_code, '|', item_code) AS subject,
    CAST(GREATEST(CASE WHEN ratio_lvl >= 2 THEN excess_amt ELSE 0 END, CASE WHEN overloaded THEN over_amt ELSE 0 END) AS DECIMAL(16,2)) AS risk_amt,
    CASE
      WHEN is_group THEN 'EX-GROUP-THERAPY'
      WHEN overloaded AND NOT settled AND ratio_lvl < 2 THEN 'EX-NEW-STAFF'
      WHEN NOT overloaded AND day_lvl = 0 THEN 'EX-LONG-STAY'
    END AS dropped
  FROM judged
  WHERE ratio_lvl >= 2 OR overloaded
)
SELECT
  j.subject AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  j.fixmedins_code,
  CAST($as_of - ($window_days - 1) * INTERVAL '1' DAY AS DATE) AS period_from,
  $as_of AS period_to,
  CAST(ARRAY[j.fixmedins_code] AS VARCHAR[]) AS member_ids,
  CAST(NULL AS VARCHAR[]) AS mdtrt_ids,
  CAST(NULL AS VARCHAR[]) AS setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    (0.25 * LEAST(1, GREATEST(0, (COALESCE(j.r_ref, 1) - 1) / 2))
      + 0.25 * LEAST(1, GREATEST(0, (COALESCE(j.r_peer, 1) - 1) / 2))
      + 0.50 * LEAST(1, GREATEST(0, (COALESCE(j.worst_load, 1) - 1) / 0.5)))
    / CASE WHEN j.worst_load IS NULL THEN 0.5 ELSE 1 END
  AS DOUBLE) AS score_raw,
  j.risk_amt AS amt_total,
  CAST(CAST(j.risk_amt AS DOUBLE) * COALESCE(j.fund_ratio, 0) AS DECIMAL(16,2)) AS amt_fund,
  '超出承载能力的次数 × 均价与超出基准金额中的较大者，基金按该项目明细的基金支付比例折算' AS amt_method,
  j.dropped AS excluded_by,
  CAST(CASE WHEN j.worst_load IS NULL THEN 0.5 ELSE 0 END + CASE WHEN j.b_ref IS NULL THEN 0.25 ELSE 0 END
    + CASE WHEN j.r_peer IS NULL THEN 0.25 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.ratio_lvl >= 3 THEN '高' WHEN j.ratio_lvl = 2 THEN '中' END AS level_floor,
  CASE WHEN j.dropped IS NULL THEN CAST(ARRAY['EX-GROUP-THERAPY', 'EX-NEW-STAFF', 'EX-LONG-STAY'] AS VARCHAR[]) END AS passed,
  CASE WHEN j.overloaded AND j.ratio_lvl >= 2 THEN '超负荷且高于基准' WHEN j.overloaded THEN '超承载能力' ELSE '高于基准' END AS subtype,
  CASE WHEN j.indicator IS NOT NULL THEN concat('同级机构 · ', j.item_name, ' · ', j.setting, ' · ', j.indicator) END AS peer_label,
  j.n_inst AS peer_n,
  j.x AS peer_value,
  j.b_peer AS peer_median,
  CASE WHEN j.n_inst IS NOT NULL THEN v.quantiles END AS peer_quantiles,
  CAST(ARRAY[j.subject] AS VARCHAR[]) AS key_ids,
  j.item_code,
  j.item_name,
  j.setting,
  j.indicator,
  j.x,
  j.b_ref,
  j.b_peer,
  j.r_ref,
  j.r_peer,
  j.n_over,
  j.n_use,
  CAST(j.sessions AS DOUBLE) AS sessions,
  j.worst_load,
  CAST(j.n_months AS BIGINT) AS n_months,
  ROUND(j.over_sessions, 6) AS over_sessions,
  CAST(j.rehab_therapist_cnt AS INTEGER) AS rehab_therapist_cnt,
  CASE WHEN j.rehab_therapist_cnt > 0 AND j.open_days > 0 THEN ROUND(CAST(j.sessions AS DOUBLE) / j.rehab_therapist_cnt / j.open_days, 2) END AS sessions_per_day,
  j.p,
  j.q,
  j.n_others,
  CASE
    WHEN j.r_ref IS NULL THEN '使用病例不足，未与基准比较'
    WHEN j.b_ref IS NULL THEN concat(j.setting, j.indicator, '是区域同级中位数的 ', CAST(CAST(j.r_peer AS DECIMAL(10,2)) AS VARCHAR), ' 倍（没有标杆医院的病例）')
    WHEN j.r_peer IS NULL THEN concat(j.setting, j.indicator, '是标杆医院的 ', CAST(CAST(j.r_ref AS DECIMAL(10,2)) AS VARCHAR), ' 倍（同级机构不足，无区域基准）')
    ELSE concat(j.setting, j.indicator, '是标杆医院的 ', CAST(CAST(j.r_ref AS DECIMAL(10,2)) AS VARCHAR), ' 倍、区域同级中位数的 ', CAST(CAST(j.r_peer AS DECIMAL(10,2)) AS VARCHAR), ' 倍')
  END AS ratio_note,
  CASE
    WHEN j.worst_load IS NULL THEN '治疗师人数或项目标准时间未登记，承载能力无法判断'
    WHEN NOT j.overloaded THEN concat('最忙一月的负荷为承载能力的 ', CAST(CAST(100 * j.worst_load AS DECIMAL(10,0)) AS VARCHAR), '%，没有超出')
    WHEN j.by_total THEN concat('登记治疗师 ', CAST(j.rehab_therapist_cnt AS VARCHAR), ' 人，全部康复项目最忙一月的负荷达承载能力的 ', CAST(CAST(100 * j.worst_load AS DECIMAL(10,0)) AS VARCHAR), '%（本项目占用时间最多），', CAST(j.n_months AS VARCHAR), ' 个月超出')
    ELSE concat('登记治疗师 ', CAST(j.rehab_therapist_cnt AS VARCHAR), ' 人，本项目最忙一月的负荷达承载能力的 ', CAST(CAST(100 * j.worst_load AS DECIMAL(10,0)) AS VARCHAR), '%，', CAST(j.n_months AS VARCHAR), ' 个月超出')
  END AS load_note
FROM kept j
LEFT JOIN curve v ON v.cell_id = j.cell_id
