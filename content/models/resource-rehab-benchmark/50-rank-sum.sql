-- 单侧秩和检验（本机构病例高于同级其他机构的合并病例），只对达到比值规则的机构项目做。
WITH wanted AS (
  SELECT DISTINCT item_id, setting_i, tier, k FROM worst WHERE passes
),
sample AS (
  SELECT w.item_id, w.setting_i, w.tier, w.k, u.iid,
    ROUND(CASE w.k WHEN 1 THEN CAST(u.amt AS DOUBLE) WHEN 2 THEN CAST(u.cnt AS DOUBLE) ELSE CAST(u.cnt AS DOUBLE) / u.days END, 6) AS v
  FROM wanted w
  JOIN use_case u ON u.item_id = w.item_id AND u.setting_i = w.setting_i
  JOIN institution n ON n.iid = u.iid AND COALESCE(n.tier, '') = w.tier
),
ranked AS (
  SELECT item_id, setting_i, tier, k, iid,
    RANK() OVER (PARTITION BY item_id, setting_i, tier, k ORDER BY v) AS lowest,
    COUNT(*) OVER (PARTITION BY item_id, setting_i, tier, k, v) AS tied
  FROM sample
),
pool AS (
  SELECT item_id, setting_i, tier, k, CAST(COUNT(*) AS DOUBLE) AS n, SUM(CAST(tied AS DOUBLE) * tied - 1) AS ties
  FROM ranked
  GROUP BY item_id, setting_i, tier, k
),
own AS (
  SELECT item_id, setting_i, tier, k, iid, CAST(COUNT(*) AS DOUBLE) AS n1, SUM(lowest + (tied - 1) / 2.0) AS rank_sum
  FROM ranked
  GROUP BY item_id, setting_i, tier, k, iid
)
SELECT
  c.cell_id,
  CAST(p.n - o.n1 AS BIGINT) AS n_others,
  ROUND(
    (o.rank_sum - o.n1 * (o.n1 + 1) / 2 - o.n1 * (p.n - o.n1) / 2 - 0.5)
    / SQRT(o.n1 * (p.n - o.n1) / 12 * (p.n + 1 - p.ties / (p.n * (p.n - 1))))
  , 9) AS z
FROM worst c
JOIN own o ON o.iid = c.iid AND o.item_id = c.item_id AND o.setting_i = c.setting_i AND o.tier = c.tier AND o.k = c.k
JOIN pool p ON p.item_id = c.item_id AND p.setting_i = c.setting_i AND p.tier = c.tier AND p.k = c.k
WHERE c.passes AND p.n > o.n1 AND p.n * (p.n - 1) * (p.n + 1) > p.ties
