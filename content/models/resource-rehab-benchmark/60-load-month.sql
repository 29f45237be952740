-- 逐月负荷：次数 × 标准分钟 ÷（治疗师 × 每日工作分钟 × 开诊天数）。治疗师数未登记（空或 0）的不能判断。
WITH month_item AS (
  SELECT m.iid, m.month, m.item_id, SUM(m.cnt) AS cnt, SUM(m.amt) AS amt, SUM(CAST(m.cnt AS DOUBLE) * r.minutes_std) AS minutes
  FROM inst_month_item m
  JOIN rehab_item r ON r.item_id = m.item_id
  WHERE r.minutes_std > 0 AND m.cnt > 0 AND NOT r.is_group
    AND m.month <= $as_of AND date_diff('day', m.month, $as_of) < $window_days
  GROUP BY m.iid, m.month, m.item_id
),
capacity AS (
  SELECT n.iid, d.month, CAST(n.rehab_therapist_cnt AS DOUBLE) * $day_minutes * d.n_days AS minutes
  FROM institution n
  JOIN inst_open_day d ON d.iid = n.iid
  WHERE n.rehab_therapist_cnt > 0 AND d.n_days > 0
)
SELECT
  m.iid, m.month, m.item_id, m.cnt, m.amt, m.minutes, c.minutes AS capacity,
  SUM(m.minutes) OVER (PARTITION BY m.iid, m.month) AS all_minutes,
  ROUND(m.minutes / c.minutes, 6) AS item_load,
  ROUND(SUM(m.minutes) OVER (PARTITION BY m.iid, m.month) / c.minutes, 6) AS all_load
FROM month_item m
JOIN capacity c ON c.iid = m.iid AND c.month = m.month
