-- 百分位 q：其他机构同样编码（主诊断与主诊断比，其他诊断与其他诊断比）的住院中，M 不高于本次的占比。机构自己的住院不作自己的参照。
WITH own AS (
  SELECT diag4, is_main, iid, m, COUNT(*) AS n
  FROM match_degree
  GROUP BY diag4, is_main, iid, m
),
everyone AS (
  SELECT diag4, is_main, m, SUM(n) AS n FROM own GROUP BY diag4, is_main, m
),
own_sum AS (
  SELECT
    diag4, is_main, iid, m,
    SUM(n) OVER (PARTITION BY diag4, is_main, iid ORDER BY m) AS below,
    SUM(n) OVER (PARTITION BY diag4, is_main, iid) AS total
  FROM own
),
all_sum AS (
  SELECT
    diag4, is_main, m,
    SUM(n) OVER (PARTITION BY diag4, is_main ORDER BY m) AS below,
    SUM(n) OVER (PARTITION BY diag4, is_main) AS total
  FROM everyone
)
SELECT
  d.stay_id, d.seq, d.code, d.diag4, d.is_main, d.m,
  CAST(a.total - o.total AS BIGINT) AS n_ref,
  CAST(CASE WHEN a.total - o.total >= $match_n
    THEN ROUND(CAST(a.below - o.below AS DOUBLE) / CAST(a.total - o.total AS DOUBLE), 6)
  END AS DOUBLE) AS q
FROM match_degree d
JOIN all_sum a ON a.diag4 = d.diag4 AND a.is_main = d.is_main AND a.m = d.m
JOIN own_sum o ON o.diag4 = d.diag4 AND o.is_main = d.is_main AND o.iid = d.iid AND o.m = d.m
