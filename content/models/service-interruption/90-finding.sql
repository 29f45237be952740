WITH outside AS (
  SELECT stay_id, COUNT(DISTINCT day) AS n_days FROM outside_visit GROUP BY stay_id
),
weekend AS (
  SELECT stay_id, ROUND(AVG(CASE WHEN is_wait THEN NULL WHEN date_part('isodow', day) >= 6 THEN 1.0 ELSE 0.0 END), 6) AS share
  FROM idle_day
  GROUP BY stay_id
),
orders AS (
  SELECT COALESCE(MAX(n_rows), 0) > 0 AS present FROM delivered WHERE table_name = 'order_d'
),
judged AS (
  SELECT
    s.*, c.inner_days, c.hit,
    CASE WHEN c.hit THEN c.idle_days ELSE c.idle_all END AS idle_n,
    CASE WHEN c.hit THEN c.run_days ELSE c.run_all END AS run_n,
    CASE WHEN c.hit THEN c.idle_share ELSE c.idle_all_share END AS idle,
    COALESCE(o.n_days, 0) AS outside_days,
    w.share AS weekend_share,
    COALESCE(a.amt, 0) AS daily_amt,
    COALESCE(a.inscp, 0) AS daily_inscp,
    CASE
      WHEN s.ex_rehab THEN 'EX-REHAB'
      WHEN s.ex_psych THEN 'EX-PSYCH'
      WHEN s.ex_hospice THEN 'EX-HOSPICE'
      WHEN s.ex_newb THEN 'EX-NEWB'
      WHEN ROUND(s.top_minute_share, 6) > $batch_share THEN 'EX-BATCH-POSTING'
      WHEN NOT c.hit THEN 'EX-PREOP'
    END AS excluded_by
  FROM candidate c
  JOIN stay s ON s.stay_id = c.stay_id
  LEFT JOIN outside o ON o.stay_id = c.stay_id
  LEFT JOIN weekend w ON w.stay_id = c.stay_id
  LEFT JOIN idle_amount a ON a.stay_id = c.stay_id
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
    0.6 * LEAST(1, GREATEST(0, (j.idle - 0.3) / 0.5))
    + CASE WHEN j.outside_days > 0 THEN 0.2 ELSE 0 END
    + 0.2 * LEAST(1, GREATEST(0, (j.run_n - 2) / 4.0))
  AS DOUBLE) AS score_raw,
  CAST(j.daily_amt AS DECIMAL(16,2)) AS amt_total,
  CAST(CASE
    WHEN j.inscp > 0 THEN CAST(j.daily_inscp AS DOUBLE) * LEAST(1, GREATEST(0, CAST(j.fund AS DOUBLE) / CAST(j.inscp AS DOUBLE)))
    WHEN j.inscp = 0 THEN 0
  END AS DECIMAL(16,2)) AS amt_fund,
  '空闲日的床位、诊察、护理费，按本次住院政策范围内费用的基金支付比例折算' AS amt_method,
  j.excluded_by,
  CAST(CASE WHEN r.present THEN 0 ELSE 0.5 END AS DOUBLE) AS missing_share,
  CASE WHEN j.excluded_by IS NULL THEN
    CAST(ARRAY['EX-REHAB', 'EX-PSYCH', 'EX-HOSPICE', 'EX-NEWB', 'EX-BATCH-POSTING', 'EX-PREOP'] AS VARCHAR[])
  END AS passed,
  CASE WHEN j.excluded_by = 'EX-BATCH-POSTING' THEN '就诊数据非实时上传' WHEN j.outside_days > 0 THEN '空闲日有院外活动' ELSE '服务中断' END AS subtype,
  j.main_code,
  COALESCE(j.dept, '未填科室') AS dept,
  j.los,
  j.inner_days,
  CAST(j.idle_n AS INTEGER) AS idle_days,
  j.idle AS idle_share,
  CAST(j.run_n AS INTEGER) AS longest_run,
  CAST(j.outside_days AS BIGINT) AS outside_days,
  CAST(j.weekend_share AS DOUBLE) AS weekend_share,
  ROUND(j.top_minute_share, 6) AS top_minute_share,
  j.cost AS stay_cost,
  CASE WHEN j.outside_days > 0 THEN concat('其中 ', CAST(j.outside_days AS VARCHAR), ' 天本人在院外就诊或购药') ELSE '空闲日没有查到院外就诊或购药' END AS outside_note,
  CASE WHEN r.present THEN '已结合医嘱执行记录判断' ELSE '没有医嘱执行数据，只凭费用明细判断' END AS source_note
FROM judged j
CROSS JOIN orders r
