WITH batch AS (
  SELECT b.stay_id, COUNT(*) AS n, array_agg(DISTINCT o.psn_no ORDER BY o.psn_no) FILTER (WHERE b.mate_id <> b.stay_id) AS psn_nos
  FROM batch_mate b
  JOIN stay o ON o.stay_id = b.mate_id
  GROUP BY b.stay_id
),
workup AS (
  SELECT DISTINCT c.stay_id
  FROM candidate c
  JOIN stay_diag d ON d.stay_id = c.stay_id
  JOIN diag_set t ON t.set_id = 'TRANSPLANT_WORKUP' AND starts_with(d.code, t.code)
),
judged AS (
  SELECT
    s.*, c.exam_share, c.treat_share, c.improb, c.improb_amt, c.bundle, c.n_exam,
    b.n AS batch, b.psn_nos,
    ROUND(l.z, 6) AS z_los,
    ROUND(EXP(l.mu - 1.96 * l.sigma), 2) AS los_low,
    ROUND(EXP(l.mu + 1.96 * l.sigma), 2) AS los_high,
    ROUND(x.z, 6) AS z_exam,
    p.set_id, p.n AS peer_n,
    CASE
      WHEN s.ex_emerg THEN 'EX-EMERG'
      WHEN s.ex_onco OR f.stay_id IS NOT NULL THEN 'EX-ONCO'
      WHEN s.ex_matern THEN 'EX-MATERN'
      WHEN s.ex_newb THEN 'EX-NEWB'
      WHEN w.stay_id IS NOT NULL THEN 'EX-TRANSPLANT'
      WHEN s.surgical THEN 'EX-PREOP'
      WHEN s.ex_transfer THEN 'EX-TRANSFER'
    END AS excluded_by
  FROM candidate c
  JOIN stay s ON s.stay_id = c.stay_id
  JOIN batch b ON b.stay_id = c.stay_id
  LEFT JOIN los_fit l ON l.id = c.stay_id
  LEFT JOIN exam_fit x ON x.id = c.stay_id
  LEFT JOIN first_tumour f ON f.stay_id = c.stay_id
  LEFT JOIN workup w ON w.stay_id = c.stay_id
  LEFT JOIN peer_stay p ON p.stay_id = c.stay_id
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
    0.25 * LEAST(1, GREATEST(0, (j.exam_share - 0.4) / 0.4))
    + 0.25 * LEAST(1, GREATEST(0, (j.improb - 0.2) / 0.4))
    + 0.20 * LEAST(1, GREATEST(0, (-COALESCE(j.z_los, 0) - 1) / 2))
    + 0.20 * (1 - LEAST(1, GREATEST(0, (j.treat_share - 0.1) / 0.3)))
    + 0.10 * LEAST(1, GREATEST(0, (j.batch - 2) / 8.0))
  AS DOUBLE) AS score_raw,
  j.cost AS amt_total,
  CAST(j.fund AS DECIMAL(16,2)) AS amt_fund,
  '整次住院的基金支付额' AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.z_los IS NULL THEN 0.20 ELSE 0 END
    + CASE WHEN COALESCE(j.emp_no, '') = '' AND COALESCE(j.addr_hash, '') = '' AND COALESCE(j.hsh_no, '') = '' THEN 0.10 ELSE 0 END
  AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN
    CAST(ARRAY['EX-EMERG', 'EX-ONCO', 'EX-MATERN', 'EX-NEWB', 'EX-TRANSPLANT', 'EX-PREOP', 'EX-TRANSFER'] AS VARCHAR[])
  END AS passed,
  CASE WHEN j.batch >= 3 THEN CAST(j.psn_nos AS VARCHAR[]) END AS related_psn_nos,
  CASE WHEN j.batch >= 3 THEN '集中组织' ELSE '单人' END AS subtype,
  t.label AS peer_label,
  j.peer_n,
  CAST(j.cost AS DOUBLE) AS peer_value,
  q.quantiles[11] AS peer_median,
  q.quantiles AS peer_quantiles,
  j.main_code,
  COALESCE(j.dept, '未填科室') AS dept,
  j.los,
  j.exam_share,
  j.treat_share,
  j.improb,
  j.improb_amt,
  CAST(j.bundle AS BIGINT) AS bundle,
  CAST(j.n_exam AS BIGINT) AS n_exam,
  CAST(j.batch AS BIGINT) AS batch,
  j.z_los,
  j.los_low,
  j.los_high,
  j.z_exam,
  CASE
    WHEN j.z_los IS NULL THEN '同病种住院太少，无法估计合理住院天数'
    WHEN j.los < j.los_low THEN concat('低于按病种和年龄等估计的合理住院天数下限 ', CAST(CAST(j.los_low AS DECIMAL(16,1)) AS VARCHAR), ' 天')
    ELSE concat('在按病种和年龄等估计的合理住院天数 ', CAST(CAST(j.los_low AS DECIMAL(16,1)) AS VARCHAR), ' 至 ', CAST(CAST(j.los_high AS DECIMAL(16,1)) AS VARCHAR), ' 天之内')
  END AS los_note,
  CASE
    WHEN j.batch >= 3 THEN concat('同一机构前后一天内另有 ', CAST(j.batch - 1 AS VARCHAR), ' 名同单位、同住址或同户人员入院')
    ELSE '没有发现同单位、同住址或同户人员集中入院'
  END AS batch_note
FROM judged j
LEFT JOIN peer_set t ON t.set_id = j.set_id
LEFT JOIN peer_curve q ON q.set_id = j.set_id
