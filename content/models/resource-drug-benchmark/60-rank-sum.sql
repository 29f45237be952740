-- 单侧秩和检验（本机构病例高于同级其他机构的合并病例）的标准化统计量，含并列校正与连续性校正。
WITH ranked AS (
  SELECT pool_id, item_id, k, unit_id, v,
    RANK() OVER (PARTITION BY pool_id, item_id, k ORDER BY v) AS lowest,
    COUNT(*) OVER (PARTITION BY pool_id, item_id, k, v) AS tied
  FROM pool_case
),
pool AS (
  SELECT pool_id, item_id, k, CAST(COUNT(*) AS DOUBLE) AS n,
    SUM(CAST(tied AS DOUBLE) * tied - 1) AS ties
  FROM ranked
  GROUP BY pool_id, item_id, k
),
own AS (
  SELECT r.pool_id, r.item_id, r.k, r.unit_id, CAST(COUNT(*) AS DOUBLE) AS n1, SUM(r.lowest + (r.tied - 1) / 2.0) AS rank_sum
  FROM ranked r
  GROUP BY r.pool_id, r.item_id, r.k, r.unit_id
)
SELECT
  c.cell_id,
  CAST(o.n1 AS BIGINT) AS n_own,
  CAST(p.n - o.n1 AS BIGINT) AS n_others,
  CASE WHEN p.n > o.n1 THEN ROUND(
    (o.rank_sum - o.n1 * (o.n1 + 1) / 2 - o.n1 * (p.n - o.n1) / 2 - 0.5)
    / SQRT(o.n1 * (p.n - o.n1) / 12 * (p.n + 1 - p.ties / (p.n * (p.n - 1))))
  , 9) END AS z
FROM candidate c
JOIN own o ON o.unit_id = c.unit_id AND o.item_id = c.item_id AND o.k = c.k
JOIN pool p ON p.pool_id = c.pool_id AND p.item_id = c.item_id AND p.k = c.k
WHERE p.n * (p.n - 1) * (p.n + 1) > p.ties
