-- Persons, admission concentration and where each cluster is.
WITH in_window AS (
  SELECT a.cluster, a.adm AS conc_to, COUNT(*) AS n
  FROM (SELECT DISTINCT cluster, adm FROM member) a
  JOIN member b ON b.cluster = a.cluster AND b.adm <= a.adm AND date_diff('day', b.adm, a.adm) < $conc_days
  GROUP BY a.cluster, a.adm
),
peak AS (
  SELECT cluster, conc_to, n
  FROM in_window
  QUALIFY ROW_NUMBER() OVER (PARTITION BY cluster ORDER BY n DESC, conc_to) = 1
),
total AS (
  SELECT cluster, MIN(iid) AS iid, MIN(main3) AS main3, COUNT(*) AS n_stay, COUNT(DISTINCT pid) AS n_person FROM member GROUP BY cluster
)
SELECT
  t.cluster, t.iid, t.main3, t.n_stay, t.n_person,
  ROUND(CAST(p.n AS DOUBLE) / t.n_stay, 6) AS conc,
  CAST(p.conc_to - ($conc_days - 1) * INTERVAL '1' DAY AS DATE) AS conc_from,
  p.conc_to
FROM total t
JOIN peak p ON p.cluster = t.cluster
