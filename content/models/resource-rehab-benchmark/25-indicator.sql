-- 机构 × 项目 × 住院或门诊：次均费用、次均次数、日均次数。门诊一次就诊记一天，日均与次均相同，不重复计。
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY u.iid, u.item_id, u.setting_i) AS INTEGER) AS cell_id,
  u.iid, u.item_id, u.setting, u.setting_i, n.tier,
  COUNT(*) AS n_use, SUM(u.amt) AS amt, SUM(u.cnt) AS cnt, SUM(u.fund) AS fund,
  CAST(SUM(u.amt) AS DOUBLE) / COUNT(*) AS x_cost,
  CAST(SUM(u.cnt) AS DOUBLE) / COUNT(*) AS x_qty,
  CASE WHEN u.setting_i = 1 THEN CAST(SUM(u.cnt) AS DOUBLE) / SUM(u.days) END AS x_day
FROM use_case u
JOIN institution n ON n.iid = u.iid
WHERE COALESCE(n.tier, '') <> 'P'
GROUP BY u.iid, u.item_id, u.setting, u.setting_i, n.tier
HAVING COUNT(*) >= $min_cases
