WITH judged AS (
  SELECT
    c.*, i.fixmedins_code, i.fixmedins_name,
    CASE
      WHEN $agreement_codes <> '' AND concat(',', $agreement_codes, ',') LIKE concat('%,', i.fixmedins_code, ',%') THEN 'EX-AGREEMENT'
      WHEN c.disaster_share >= 0.5 THEN 'EX-DISASTER'
    END AS excluded_by,
    CASE WHEN c.b2 THEN GREATEST(0, c.mig - c.mig_peer) * (c.n_basic + c.n_next) END AS excess
  FROM candidate c
  JOIN institution i ON i.iid = c.iid
)
SELECT
  concat(j.fixmedins_code, '|', j.drg_code) AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  j.fixmedins_code,
  CAST($as_of - ($window_days - 1) * INTERVAL '1' DAY AS DATE) AS period_from,
  $as_of AS period_to,
  CAST(ARRAY[j.fixmedins_code] AS VARCHAR[]) AS member_ids,
  CAST(NULL AS VARCHAR[]) AS mdtrt_ids,
  CAST(NULL AS VARCHAR[]) AS setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(
    0.4 * LEAST(1, GREATEST(0, (COALESCE(j.mig_ratio_value, CASE WHEN j.mig > 0 AND j.mig_peer = 0 THEN 2.5 END, 1) - 1) / 1.5))
    + 0.3 * LEAST(1, GREATEST(0, (COALESCE(j.lq, 1) - 1) / 3))
    + 0.3 * LEAST(1, GREATEST(0, (COALESCE(j.cheap_share, 0) - 0.1) / 0.4))
  AS DOUBLE) AS score_raw,
  CAST(CASE WHEN j.b2 THEN COALESCE(ROUND(j.excess, 6) * GREATEST(0, COALESCE(j.pay_next, 0) - COALESCE(j.pay_basic, 0)), 0) ELSE COALESCE(j.cheap_cost, 0) END AS DECIMAL(16,2)) AS amt_total,
  CAST(CASE WHEN j.b2 THEN COALESCE(ROUND(j.excess, 6) * GREATEST(0, COALESCE(j.pay_next, 0) - COALESCE(j.pay_basic, 0)) * j.fund_share, 0) ELSE COALESCE(j.cheap_fund, 0) END AS DECIMAL(16,2)) AS amt_fund,
  CASE WHEN j.b2 THEN '超出同行迁移率的例数 ×（较高病组支付 − 基础病组支付）' ELSE '低费用住院的总费用与基金' END AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN j.cheap_share IS NULL THEN 0.3 ELSE 0 END AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN CAST(ARRAY['EX-AGREEMENT', 'EX-DISASTER'] AS VARCHAR[]) END AS passed,
  concat_ws('、', CASE WHEN j.b1 THEN '集中收治' END, CASE WHEN j.b2 THEN '向上迁移' END, CASE WHEN j.b3 THEN '三级虹吸' END, CASE WHEN j.b4 THEN '服务减少' END) AS subtype,
  CASE WHEN j.b2 THEN '同行迁移率中位数' WHEN j.b3 THEN '其他三级机构' END AS peer_label,
  CAST(j.n_peer AS BIGINT) AS peer_n,
  CASE WHEN j.b2 THEN j.mig WHEN j.b3 THEN j.basic_share END AS peer_value,
  CASE WHEN j.b2 THEN j.mig_peer WHEN j.b3 THEN j.basic_share_med END AS peer_median,
  j.drg_code,
  j.next_code,
  j.fixmedins_name,
  CAST(j.n_hg AS BIGINT) AS n_hg,
  CAST(j.n_next AS BIGINT) AS n_next,
  j.mig,
  j.mig_peer,
  j.mig_ratio_value AS mig_times,
  ROUND(j.excess, 2) AS excess,
  j.lq,
  j.lq_tier,
  j.cheap_share,
  ROUND(j.m, 6) AS m,
  j.m_med,
  concat_ws('；',
    CASE WHEN j.b2 THEN concat('同核心组 ', CAST(j.n_basic + j.n_next AS VARCHAR), ' 例中 ', CAST(j.n_next AS VARCHAR), ' 例分入付费更高的 ', j.next_code, '（', CAST(CAST(j.mig * 100 AS DECIMAL(10,1)) AS VARCHAR),
      '%，同行 ', CAST(CAST(j.mig_peer * 100 AS DECIMAL(10,1)) AS VARCHAR), '%），疑似向上靠组') END,
    CASE WHEN j.b1 THEN concat('病例集中程度是全区的 ', CAST(CAST(j.lq AS DECIMAL(10,2)) AS VARCHAR), ' 倍，其中 ', CAST(CAST(j.cheap_share * 100 AS DECIMAL(10,1)) AS VARCHAR), '% 的费用不到同级同组中位数的一半，疑似降低标准收治') END,
    CASE WHEN j.b3 THEN concat('基础病组占本机构住院的 ', CAST(CAST(j.basic_share * 100 AS DECIMAL(10,1)) AS VARCHAR), '%，其他三级机构中位数 ', CAST(CAST(j.basic_share_med * 100 AS DECIMAL(10,1)) AS VARCHAR), '%，疑似虹吸基层病人') END,
    CASE WHEN j.b4 THEN concat('所用项目与诊断的匹配程度中位数 ', CAST(CAST(j.m AS DECIMAL(10,2)) AS VARCHAR), '，同级机构 ', CAST(CAST(j.m_med AS DECIMAL(10,2)) AS VARCHAR), '，疑似减少应有服务') END
  ) AS doubt
FROM judged j
