WITH judged AS (
  SELECT c.*, o.drg_code, o.dropped, o.total, a.n AS n_group, a.total AS mean_total,
    s.stay_key, s.psn_no, s.fixmedins_code, s.iid, s.adm, s.dsc, s.los, s.main_code, COALESCE(s.dept, '未填科室') AS dept, s.mdtrt_ids, s.setl_ids, s.cost, s.fund,
    i.fixmedins_name
  FROM candidate c
  JOIN scope o ON o.stay_id = c.stay_id
  JOIN average a ON a.drg_code = o.drg_code
  JOIN stay s ON s.stay_id = c.stay_id
  JOIN institution i ON i.iid = s.iid
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
  CAST(j.p AS DOUBLE) AS score_raw,
  CAST(j.excess AS DECIMAL(16,2)) AS amt_total,
  CAST(j.excess * LEAST(1, GREATEST(0, COALESCE(CAST(j.fund AS DOUBLE) / NULLIF(CAST(j.cost AS DOUBLE), 0), 0))) AS DECIMAL(16,2)) AS amt_fund,
  '主导类费用 − 病组例均' AS amt_method,
  j.dropped AS excluded_by,
  CAST(0 AS DOUBLE) AS missing_share,
  CAST(79 AS INTEGER) AS score_cap,
  CASE WHEN j.dropped IS NULL THEN CAST(ARRAY['EX-SPECIAL', 'EX-TRANSFER', 'EX-LONG', 'EX-TRANSPLANT'] AS VARCHAR[]) END AS passed,
  j.category AS subtype,
  CASE WHEN COALESCE(n.z, 0) >= $inst_z THEN CAST(ARRAY['机构集中'] AS VARCHAR[]) END AS tags,
  concat('全区 · ', j.drg_code) AS peer_label,
  j.n_group AS peer_n,
  j.own AS peer_value,
  j.mean_amt AS peer_median,
  j.fixmedins_name,
  j.main_code,
  j.dept,
  j.drg_code,
  j.category,
  CAST(j.own AS DECIMAL(16,2)) AS own,
  CAST(j.mean_amt AS DECIMAL(16,2)) AS mean_amt,
  j.ratio,
  CAST(j.total AS DECIMAL(16,2)) AS total,
  CAST(j.mean_total AS DECIMAL(16,2)) AS mean_total,
  j.p,
  replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(j.rule,
    'ratio_medical', '医疗费÷组均'), 'ratio_tech', '检查检验费÷组均'), 'ratio_drug', '药品费÷组均'), 'ratio_consumable', '耗材费÷组均'), 'ratio_total', '总费用÷组均'),
    'diff_medical', '医疗费占比差'), 'diff_tech', '检查检验费占比差'), 'diff_drug', '药品费占比差'), 'diff_consumable', '耗材费占比差'),
    'ratio_los', '住院天数÷组均'), 'age_band', '年龄段'), 'surgical', '有手术') AS path,
  n.share AS inst_share,
  n.share_all,
  n.z AS inst_z
FROM judged j
LEFT JOIN institution_share n ON n.iid = j.iid
