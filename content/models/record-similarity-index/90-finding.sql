WITH total AS (
  SELECT m.cell, m.kind,
    array_agg(s.stay_key ORDER BY s.stay_key) AS member_ids,
    flatten(array_agg(s.mdtrt_ids ORDER BY s.stay_key)) AS mdtrt_ids,
    flatten(array_agg(s.setl_ids ORDER BY s.stay_key)) AS setl_ids,
    array_agg(DISTINCT s.psn_no ORDER BY s.psn_no) AS psn_nos,
    CAST(SUM(CASE WHEN m.cluster_n >= 3 THEN s.cost ELSE 0 END) AS DECIMAL(16,2)) AS amt_total,
    CAST(SUM(CASE WHEN m.cluster_n >= 3 THEN s.fund ELSE 0 END) AS DECIMAL(16,2)) AS amt_fund
  FROM member m
  JOIN stay s ON s.stay_id = m.stay_id
  GROUP BY m.cell, m.kind
)
SELECT
  concat(i.fixmedins_code, '|', k.main3, CASE WHEN k.kind = '逐日照抄' THEN '|逐日' ELSE '' END) AS subject_id,
  CAST(NULL AS VARCHAR) AS psn_no,
  i.fixmedins_code,
  CAST($as_of - ($window_days - 1) * INTERVAL '1' DAY AS DATE) AS period_from,
  $as_of AS period_to,
  COALESCE(t.member_ids, CAST(ARRAY[i.fixmedins_code] AS VARCHAR[])) AS member_ids,
  t.mdtrt_ids,
  t.setl_ids,
  CAST(NULL AS VARCHAR[]) AS feedetl_sns,
  CAST(CASE
    WHEN k.kind = '逐日照抄' THEN 0.5 * LEAST(1, GREATEST(0, (k.similar_index - 0.1) / 0.5))
    ELSE 0.5 * LEAST(1, GREATEST(0, (k.similar_index - 0.1) / 0.5))
      + 0.3 * CASE WHEN k.p95 = 0 THEN 1 ELSE LEAST(1, GREATEST(0, (k.similar_index / k.p95 - 1) / 2)) END
      + 0.2 * LEAST(1, GREATEST(0, (k.cluster_size - 2) / 8.0))
  END AS DOUBLE) AS score_raw,
  COALESCE(t.amt_total, CAST(0 AS DECIMAL(16,2))) AS amt_total,
  COALESCE(t.amt_fund, CAST(0 AS DECIMAL(16,2))) AS amt_fund,
  CASE WHEN k.kind = '逐日照抄' THEN '逐日照抄的住院的费用与基金' ELSE '三例及以上的雷同簇的费用与基金' END AS amt_method,
  k.excluded_by,
  CAST(k.nothing_share AS DOUBLE) AS missing_share,
  CASE WHEN k.excluded_by IS NULL THEN CAST(ARRAY['EX-PACKAGE', 'EX-ONCO', 'EX-UREMIA', 'EX-REGIONAL'] AS VARCHAR[]) END AS passed,
  t.psn_nos AS related_psn_nos,
  concat(k.kind, '（', k.mode, '）') AS subtype,
  CASE WHEN k.kind = '病历雷同' THEN concat('其他机构 · ', k.main3, ' · 按', k.mode, '比较') END AS peer_label,
  k.n_peer AS peer_n,
  CASE WHEN k.kind = '病历雷同' THEN k.similar_index END AS peer_value,
  k.p50 AS peer_median,
  k.main3,
  i.fixmedins_name,
  k.mode,
  k.n AS n_visits,
  k.n_similar,
  k.similar_index,
  k.p95,
  CASE WHEN k.p95 > 0 THEN ROUND(k.similar_index / k.p95, 6) END AS index_times,
  CAST(k.cluster_size AS BIGINT) AS cluster_size,
  CASE
    WHEN k.kind = '逐日照抄' THEN concat('有 ', CAST(k.n_similar AS VARCHAR), ' 例的病程记录连续或先后 ', CAST($copy_days AS VARCHAR), ' 天以上文字相同，疑似病程照抄、没有逐日诊治')
    ELSE concat('有 ', CAST(k.n_similar AS VARCHAR), ' 例与另一人的', CASE WHEN k.mode = '文书' THEN '病历文书' ELSE '费用构成和诊断组合' END, '几乎相同，相似指数 ', CAST(CAST(k.similar_index * 100 AS DECIMAL(10,1)) AS VARCHAR),
      '%，其他机构的第 95 百分位 ', CAST(CAST(k.p95 * 100 AS DECIMAL(10,1)) AS VARCHAR), '%，最大的一簇 ', CAST(k.cluster_size AS VARCHAR), ' 例，疑似病历雷同、批量编造')
  END AS doubt
FROM candidate k
JOIN institution i ON i.iid = k.iid
LEFT JOIN total t ON t.cell = k.cell AND t.kind = k.kind
