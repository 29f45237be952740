-- 机构 × 耗材类 × 手术：例均费用、例均数量、日均数量。clean：剔除翻修、多部位、儿童之后；另留一份未剔除的，用来记录被排除的候选。
WITH cases AS (
  SELECT TRUE AS clean, iid, tier, class_id, oprn4, amt, cnt, days, fund FROM use_case WHERE oprn4 IS NOT NULL AND set_aside IS NULL
  UNION ALL
  SELECT FALSE AS clean, iid, tier, class_id, oprn4, amt, cnt, days, fund FROM use_case WHERE oprn4 IS NOT NULL
)
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY clean, iid, class_id, oprn4) AS INTEGER) AS cell_id,
  clean, iid, COALESCE(tier, '') AS tier, class_id, oprn4,
  COUNT(*) AS n_use, SUM(amt) AS amt, SUM(cnt) AS cnt, SUM(fund) AS fund,
  CAST(SUM(amt) AS DOUBLE) / COUNT(*) AS x_cost,
  CAST(SUM(cnt) AS DOUBLE) / COUNT(*) AS x_qty,
  CAST(SUM(cnt) AS DOUBLE) / SUM(days) AS x_day
FROM cases
GROUP BY clean, iid, COALESCE(tier, ''), class_id, oprn4
HAVING COUNT(*) >= $min_cases
