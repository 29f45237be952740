WITH both_kinds AS (
  SELECT
    iid, class_id, oprn4, cell_id, indicator, x, b_ref, b_peer, r_ref, r_peer, n_inst, n_over, n_use, p, n_others, ratio_lvl,
    over_units, unit_price, fund_ratio, without_share, n_without, billed, supplied, gap_share,
    without_amt, without_fund, gap_units, without_hit, gap_hit, CAST(NULL AS VARCHAR) AS dropped
  FROM merged
  WHERE ratio_lvl >= 2 OR without_hit OR gap_hit
  UNION ALL
  SELECT
    iid, class_id, oprn4, cell_id, indicator, x, b_ref, b_peer, r_ref, r_peer, n_inst, n_over, n_use, NULL AS p, NULL AS n_others, lvl AS ratio_lvl,
    over_units, unit_price, fund_ratio, NULL AS without_share, NULL AS n_without, NULL AS billed, NULL AS supplied, NULL AS gap_share,
    0 AS without_amt, 0 AS without_fund, 0 AS gap_units, FALSE AS without_hit, FALSE AS gap_hit, set_aside AS dropped
  FROM set_aside_cell
),
named AS (
  SELECT DISTINCT class_id, class15 FROM assoc_class
),
labelled AS (
  SELECT c.class_id, MIN(i.item_name) AS item_name
  FROM assoc_class c
  JOIN item i ON i.item_id = c.item_id
  GROUP BY c.class_id
),
judged AS (
  SELECT
    m.*, n.fixmedins_code, k.class15, l.item_name, b.q, d.top_share, d.region_top_share,
    concat(n.fixmedins_code, '|', k.class15, '|', m.oprn4) AS subject,
    GREATEST(CASE WHEN m.ratio_lvl >= 2 THEN m.over_units ELSE 0 END, CASE WHEN m.gap_hit THEN m.gap_units ELSE 0 END) AS excess_units
  FROM both_kinds m
  JOIN institution n ON n.iid = m.iid
  JOIN named k ON k.class_id = m.class_id
  JOIN labelled l ON l.class_id = m.class_id
  LEFT JOIN adjusted b ON b.key = m.cell_id
  LEFT JOIN brand d ON d.iid = m.iid AND d.class_id = m.class_id
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
    (0.35 * LEAST(1, GREATEST(0, (COALESCE(j.r_ref, 1) - 1) / 2))
      + 0.25 * LEAST(1, GREATEST(0, (COALESCE(j.r_peer, 1) - 1) / 2))
      + 0.20 * LEAST(1, GREATEST(0, COALESCE(j.without_share, 0) / 0.2))
      + 0.20 * LEAST(1, GREATEST(0, COALESCE(j.gap_share, 0) / 0.2)))
    / CASE WHEN j.gap_share IS NULL THEN 0.8 ELSE 1 END
  AS DOUBLE) AS score_raw,
  CAST(j.excess_units * j.unit_price + CAST(j.without_amt AS DOUBLE) AS DECIMAL(16,2)) AS amt_total,
  CAST(j.excess_units * j.unit_price * j.fund_ratio + j.without_fund AS DECIMAL(16,2)) AS amt_fund,
  '超出基准或超出供应的数量 × 单价，加没有对应手术的耗材费用；基金按该类耗材明细的基金支付比例折算' AS amt_method,
  j.dropped AS excluded_by,
  CAST(CASE WHEN j.gap_share IS NULL THEN 0.2 ELSE 0 END + CASE WHEN j.without_share IS NULL THEN 0.2 ELSE 0 END
    + CASE WHEN j.b_ref IS NULL THEN 0.35 ELSE 0 END + CASE WHEN j.r_peer IS NULL THEN 0.25 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.ratio_lvl >= 3 THEN '高' WHEN j.ratio_lvl = 2 OR j.gap_hit OR j.without_hit THEN '中' END AS level_floor,
  CASE WHEN j.dropped IS NULL THEN CAST(ARRAY['EX-REVISION', 'EX-MULTI-SITE', 'EX-PAEDIATRIC'] AS VARCHAR[]) END AS passed,
  CASE
    WHEN j.gap_hit THEN '收费多于供应'
    WHEN j.ratio_lvl >= 2 THEN '高于基准'
    ELSE '无对应手术'
  END AS subtype,
  CASE WHEN j.indicator IS NOT NULL THEN concat('同级机构 · ', j.item_name, ' · 手术 ', j.oprn4, ' · ', j.indicator) END AS peer_label,
  j.n_inst AS peer_n,
  j.x AS peer_value,
  j.b_peer AS peer_median,
  CASE WHEN j.n_inst IS NOT NULL THEN v.quantiles END AS peer_quantiles,
  CAST(ARRAY[j.subject] AS VARCHAR[]) AS key_ids,
  j.class15,
  j.item_name,
  j.oprn4,
  j.indicator,
  j.x,
  j.b_ref,
  j.b_peer,
  j.r_ref,
  j.r_peer,
  j.n_over,
  j.n_use,
  j.without_share,
  j.n_without,
  j.billed,
  j.supplied,
  j.gap_share,
  j.top_share,
  j.region_top_share,
  j.p,
  j.q,
  j.n_others,
  CASE
    WHEN j.r_ref IS NULL THEN '同一手术的病例不足，未与基准比较'
    WHEN j.b_ref IS NULL THEN concat(j.indicator, '是区域同级中位数的 ', CAST(CAST(j.r_peer AS DECIMAL(10,2)) AS VARCHAR), ' 倍（没有标杆医院的病例）')
    WHEN j.r_peer IS NULL THEN concat(j.indicator, '是标杆医院的 ', CAST(CAST(j.r_ref AS DECIMAL(10,2)) AS VARCHAR), ' 倍（同级机构不足，无区域基准）')
    ELSE concat(j.indicator, '是标杆医院的 ', CAST(CAST(j.r_ref AS DECIMAL(10,2)) AS VARCHAR), ' 倍、区域同级中位数的 ', CAST(CAST(j.r_peer AS DECIMAL(10,2)) AS VARCHAR), ' 倍')
  END AS ratio_note,
  CASE
    WHEN j.gap_share IS NULL THEN '没有进销存数据，未核对供应'
    WHEN j.gap_share > 0 THEN concat('收费 ', CAST(CAST(j.billed AS DECIMAL(16,0)) AS VARCHAR), ' 件，期初加入库减期末只有 ', CAST(CAST(j.supplied AS DECIMAL(16,0)) AS VARCHAR), ' 件')
    ELSE '收费数量没有超过供应数量'
  END AS supply_note,
  CASE WHEN j.n_without > 0 THEN concat(CAST(j.n_without AS VARCHAR), ' 例使用没有对应手术记录') ELSE '使用都有对应手术记录' END AS oprn_note
FROM judged j
LEFT JOIN curve v ON v.cell_id = j.cell_id
