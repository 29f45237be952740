-- 机构 × 病种组 × 住院或门诊，只留就诊数够多的；pool 为同级机构的同一病种组。
WITH counted AS (
  SELECT '住院' AS setting, grp, iid, onco, COUNT(*) AS n_visits FROM ipt_visit GROUP BY grp, iid, onco
  UNION ALL
  SELECT '门诊' AS setting, grp, iid, FALSE AS onco, COUNT(*) AS n_visits FROM opt_visit GROUP BY grp, iid
),
shares AS (
  SELECT c.setting, c.grp, c.iid, c.onco, c.n_visits, n.tier, COALESCE(n.is_benchmark, FALSE) AS is_benchmark,
    ROUND(CAST(c.n_visits AS DOUBLE) / SUM(c.n_visits) OVER (PARTITION BY c.setting, c.grp), 6) AS visit_share
  FROM counted c
  JOIN institution n ON n.iid = c.iid
  WHERE COALESCE(n.tier, '') <> 'P'
)
SELECT
  CAST(ROW_NUMBER() OVER (ORDER BY setting, grp, iid) AS INTEGER) AS unit_id,
  CAST(DENSE_RANK() OVER (ORDER BY setting, grp) AS INTEGER) AS grp_id,
  CAST(DENSE_RANK() OVER (ORDER BY setting, grp, COALESCE(tier, '')) AS INTEGER) AS pool_id,
  setting, grp, iid, onco, tier, is_benchmark, n_visits, visit_share
FROM shares
WHERE n_visits >= $min_cases
