WITH monitored AS (
  SELECT DISTINCT item_id FROM item_set WHERE set_id = 'MONITORED_DRUG'
),
judged AS (
  SELECT
    c.*, u.setting, u.grp, u.onco, u.visit_share, u.n_visits, n.fixmedins_code, n.tier AS own_tier, m.item_code, m.item_name, m.prodentp,
    t.p, b.q, t.n_others, w.n_users, g.item_id IS NOT NULL AS monitored,
    CASE WHEN t.p < $alpha THEN c.lvl ELSE c.lvl - 1 END AS final_lvl,
    CAST(RANK() OVER (PARTITION BY u.iid ORDER BY c.amt_total DESC) AS INTEGER) AS amount_rank
  FROM candidate c
  JOIN unit u ON u.unit_id = c.unit_id
  JOIN institution n ON n.iid = u.iid
  JOIN item m ON m.item_id = c.item_id
  LEFT JOIN test t ON t.cell_id = c.cell_id
  LEFT JOIN adjusted b ON b.key = c.cell_id
  LEFT JOIN item_user w ON w.item_id = c.item_id
  LEFT JOIN monitored g ON g.item_id = c.item_id
),
kept AS (
  SELECT *,
    concat(fixmedins_code, '|', item_code, '|', grp) AS subject,
    CASE
      WHEN visit_share >= $sole_share THEN 'EX-SOLE'
      WHEN n_users < $min_users THEN 'EX-FEW-USERS'
      WHEN onco THEN 'EX-ONCO'
    END AS dropped
  FROM judged
  WHERE final_lvl >= 2
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
    0.4 * LEAST(1, GREATEST(0, (j.r_ref - 1) / 2))
    + 0.3 * LEAST(1, GREATEST(0, (COALESCE(j.r_peer, 1) - 1) / 2))
    + 0.2 * LEAST(1, GREATEST(0, COALESCE(j.r_rate, 1) - 1))
    + CASE WHEN j.p < $alpha THEN 0.1 ELSE 0 END
  AS DOUBLE) AS score_raw,
  j.amt_total,
  j.amt_fund,
  '（次均费用 − 标杆与同级基准中的较高者）× 用药例数，基金按该药明细的基金支付比例折算' AS amt_method,
  j.dropped AS excluded_by,
  CAST(CASE WHEN j.b_ref IS NULL THEN 0.4 ELSE 0 END + CASE WHEN j.r_peer IS NULL THEN 0.3 ELSE 0 END
    + CASE WHEN j.r_rate IS NULL THEN 0.2 ELSE 0 END + CASE WHEN j.p IS NULL THEN 0.1 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.final_lvl >= 3 THEN '高' ELSE '中' END AS level_floor,
  CASE WHEN j.dropped IS NULL THEN CAST(ARRAY['EX-SOLE', 'EX-FEW-USERS', 'EX-ONCO'] AS VARCHAR[]) END AS passed,
  j.setting AS subtype,
  CASE WHEN j.monitored THEN CAST(ARRAY['重点监控药品'] AS VARCHAR[]) END AS tags,
  concat('同级机构 · ', j.grp, ' · ', j.setting, ' · ', j.indicator) AS peer_label,
  j.n_inst AS peer_n,
  j.x AS peer_value,
  j.b_peer AS peer_median,
  CASE WHEN j.n_inst IS NOT NULL THEN v.quantiles END AS peer_quantiles,
  CAST(ARRAY[j.subject, j.setting] AS VARCHAR[]) AS key_ids,
  j.item_code,
  j.item_name,
  j.prodentp,
  j.grp,
  j.setting,
  j.indicator,
  j.x,
  j.b_ref,
  j.b_peer,
  j.r_ref,
  j.r_peer,
  j.n_over,
  j.n_use,
  j.n_visits,
  ROUND(j.use_rate, 6) AS use_rate,
  j.r_rate,
  j.p,
  j.q,
  j.n_others,
  j.amount_rank,
  CASE
    WHEN j.b_ref IS NULL AND j.b_peer IS NULL THEN '没有可比基准'
    WHEN j.b_ref IS NULL THEN concat('是区域同级中位数的 ', CAST(CAST(j.r_peer AS DECIMAL(10,2)) AS VARCHAR), ' 倍（没有标杆医院的病例）')
    WHEN j.b_peer IS NULL THEN concat('是标杆医院的 ', CAST(CAST(j.r_ref AS DECIMAL(10,2)) AS VARCHAR), ' 倍（同级机构不足，无区域基准）')
    ELSE concat('是标杆医院的 ', CAST(CAST(j.r_ref AS DECIMAL(10,2)) AS VARCHAR), ' 倍、区域同级中位数的 ', CAST(CAST(j.r_peer AS DECIMAL(10,2)) AS VARCHAR), ' 倍')
  END AS ratio_note,
  CASE WHEN j.p < $alpha THEN '逐例比较差异显著' ELSE '逐例比较差异不显著，已降一级' END AS test_note
FROM kept j
LEFT JOIN curve v ON v.cell_id = j.cell_id
