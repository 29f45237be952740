WITH members AS (
  SELECT c.iid, c.adrg, c.lvl, c.basis,
    array_agg(s.stay_key ORDER BY s.stay_key) AS member_ids,
    flatten(array_agg(s.mdtrt_ids ORDER BY s.stay_key)) AS mdtrt_ids,
    flatten(array_agg(s.setl_ids ORDER BY s.stay_key)) AS setl_ids,
    array_agg(DISTINCT s.psn_no ORDER BY s.psn_no) AS psn_nos
  FROM cc_case c
  JOIN stay s ON s.stay_id = c.stay_id
  WHERE c.inverted
  GROUP BY c.iid, c.adrg, c.lvl, c.basis
),
judged AS (
  SELECT
    k.*, i.fixmedins_code, COALESCE(i.fixmedins_name, '全区') AS fixmedins_name, i.tier AS inst_tier, u.low_share, u.n_judged,
    CASE
      WHEN NOT k.hit THEN k.dropped
      WHEN k.same_pay THEN 'EX-SAMEPAY'
    END AS excluded_by
  FROM candidate k
  LEFT JOIN institution i ON i.iid = k.iid
  LEFT JOIN unmatched u ON u.iid = k.iid AND u.adrg = k.adrg AND u.lvl = k.lvl AND u.basis = k.basis
)
SELECT
  CASE WHEN j.iid IS NULL THEN j.drg_code ELSE concat(j.fixmedins_code, '|', j.drg_code) END AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  j.fixmedins_code,
  CAST($as_of - ($window_days - 1) * INTERVAL '1' DAY AS DATE) AS period_from,
  $as_of AS period_to,
  COALESCE(m.member_ids, CAST(ARRAY[j.drg_code] AS VARCHAR[])) AS member_ids,
  m.mdtrt_ids,
  m.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    0.5 * LEAST(1, GREATEST(0, (COALESCE(j.ratio, 1) - 1) / 2))
    + 0.3 * LEAST(1, GREATEST(0, (j.n_inverted - 3) / 27.0))
    + CASE WHEN j.low_share >= $unmatched_share THEN 0.2 ELSE 0 END
  AS DOUBLE) AS score_raw,
  j.amt_total,
  j.amt_fund,
  '每个倒挂病例：本组支付 − 紧邻较低子组支付' AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.ratio IS NULL THEN 0.5 ELSE 0 END + CASE WHEN j.low_share IS NULL THEN 0.2 ELSE 0 END AS DOUBLE) AS missing_share,
  CAST(CASE WHEN j.iid IS NULL THEN 79 END AS INTEGER) AS score_cap,
  CASE WHEN j.excluded_by IS NULL THEN CAST(ARRAY['EX-LOS', 'EX-DEATH', 'EX-TRANSFER', 'EX-SAMEPAY'] AS VARCHAR[]) END AS passed,
  m.psn_nos AS related_psn_nos,
  CASE WHEN j.iid IS NULL THEN '病组费用倒挂' ELSE '机构病例倒挂' END AS subtype,
  CASE
    WHEN j.iid IS NULL THEN '全区其余 CC/MCC 病组'
    WHEN j.basis = '*' THEN concat(j.drg_code, ' · 全区其他机构')
    ELSE concat(j.drg_code, ' · 同级其他机构')
  END AS peer_label,
  j.n_peer AS peer_n,
  j.rate AS peer_value,
  j.peer_rate AS peer_median,
  j.drg_code,
  j.lower_code,
  j.fixmedins_name,
  j.n,
  j.n_inverted,
  j.n_dropped,
  j.rate,
  j.peer_rate,
  j.ratio,
  j.z,
  CAST(j.t_upper AS DECIMAL(16,2)) AS t_upper,
  CAST(j.t_lower AS DECIMAL(16,2)) AS t_lower,
  j.low_share,
  CASE WHEN j.iid IS NULL THEN '该子组费用中位数不高于较低子组' ELSE concat('其中 ', CAST(j.n_inverted AS VARCHAR), ' 例费用比不伴（或较轻）子组的中位数还低一成以上') END AS inversion_note,
  CASE
    WHEN j.iid IS NULL THEN '各机构病例见子组费用分布'
    WHEN j.low_share IS NULL THEN '合并症诊断与所用项目是否相符无法判断'
    ELSE concat('能判断的倒挂病例中，', CAST(CAST(j.low_share * 100 AS DECIMAL(10,0)) AS VARCHAR), '% 的合并症诊断几乎没有相应的检查治疗')
  END AS match_note,
  CASE
    WHEN j.iid IS NULL THEN '分组细分或全区编码质量可疑，请分组与权重管理人员复核'
    ELSE '疑似填报没有实际诊治的合并症、并发症以进入高付费病组'
  END AS doubt
FROM judged j
LEFT JOIN members m ON m.iid = j.iid AND m.adrg = j.adrg AND m.lvl = j.lvl AND m.basis = j.basis
