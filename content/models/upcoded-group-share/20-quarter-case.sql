-- 入组病例按出院季度：0 为截止日前最近一个完整季度，1–4 为它之前的四个季度。
WITH last_quarter AS (
  SELECT CAST(date_trunc('quarter', $as_of + INTERVAL '1' DAY) - INTERVAL '3' MONTH AS DATE) AS started
),
dated AS (
  SELECT
    s.stay_id, s.iid, g.drg_code,
    CAST(date_trunc('quarter', s.dsc) AS DATE) AS quarter_start,
    date_diff('month', CAST(date_trunc('quarter', s.dsc) AS DATE), q.started) AS months_back
  FROM match_stay m
  JOIN stay s ON s.stay_id = m.stay_id
  JOIN drg_stay g ON g.stay_id = s.stay_id AND g.grouped
  CROSS JOIN last_quarter q
)
SELECT
  d.stay_id, d.iid, d.drg_code, d.quarter_start,
  CAST(d.months_back / 3 AS INTEGER) AS back,
  c.stay_id IS NOT NULL AS high,
  c.pay_diff, c.fund_diff
FROM dated d
LEFT JOIN suspect_case c ON c.stay_id = d.stay_id
WHERE d.months_back BETWEEN 0 AND 12
