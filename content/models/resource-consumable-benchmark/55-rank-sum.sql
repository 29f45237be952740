-- 单侧秩和检验（本机构病例高于同级其他机构的合并病例），只对达到比值规则的格做。
WITH wanted AS (
  SELECT DISTINCT class_id, oprn4, tier, k FROM worst WHERE passes AND clean
),
sample AS (
  SELECT w.class_id, w.oprn4, w.tier, w.k, u.iid,
    ROUND(CASE w.k WHEN 1 THEN CAST(u.amt AS DOUBLE) WHEN 2 THEN CAST(u.cnt AS DOUBLE) ELSE CAST(u.cnt AS DOUBLE) / u.days END, 6) AS v
  FROM wanted w
  JOIN use_case u ON u.class_id = w.class_id AND u.oprn4 = w.oprn4 AND COALESCE(u.tier, '') = w.tier
  WHERE u.set_aside IS NULL
),
ranked AS (
  SELECT class_id, oprn4, tier, k, iid,
    RANK() OVER (PARTITION BY class_id, oprn4, tier, k ORDER BY v) AS lowest,
    COUNT(*) OVER (PARTITION BY class_id, oprn4, tier, k, v) AS tied
  FROM sample
),
pool AS (
  SELECT class_id, oprn4, tier, k, CAST(COUNT(*) AS DOUBLE) AS n, SUM(CAST(tied AS DOUBLE) * tied - 1) AS ties
  FROM ranked
  GROUP BY class_id, oprn4, tier, k
),
own AS (
  SELECT class_id, oprn4, tier, k, iid, CAST(COUNT(*) AS DOUBLE) AS n1, SUM(lowest + (tied - 1) / 2.0) AS rank_sum
  FROM ranked
  GROUP BY class_id, oprn4, tier, k, iid
)
SELECT
  c.cell_id,
  CAST(p.n - o.n1 AS BIGINT) AS n_others,
  ROUND(
    (o.rank_sum - o.n1 * (o.n1 + 1) / 2 - o.n1 * (p.n - o.n1) / 2 - 0.5)
    / SQRT(o.n1 * (p.n - o.n1) / 12 * (p.n + 1 - p.ties / (p.n * (p.n - 1))))
  , 9) AS z
FROM worst c
JOIN own o ON o.iid = c.iid AND o.class_id = c.class_id AND o.oprn4 = c.oprn4 AND o.tier = c.tier AND o.k = c.k
JOIN pool p ON p.class_id = c.class_id AND p.oprn4 = c.oprn4 AND p.tier = c.tier AND p.k = c.k
WHERE c.passes AND c.clean AND p.n > o.n1 AND p.n * (p.n - 1) * (p.n + 1) > p.ties
