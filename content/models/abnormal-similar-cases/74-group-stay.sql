-- The groups of the diseases concerned: every cluster, and the cases of each institution that belong to no cluster
-- (a sample of them, by a hash of the stay).
WITH clustered_stay AS (
  SELECT m.cluster AS grp, m.stay_id, m.main3
  FROM member m
  WHERE m.main3 IN (SELECT main3 FROM tight_cluster)
),
rest AS (
  SELECT a.stay_id, a.main3, a.iid, md5(a.stay_key) AS lot
  FROM scope_all a
  WHERE a.main3 IN (SELECT main3 FROM tight_cluster)
    AND NOT EXISTS (SELECT 1 FROM member m WHERE m.stay_id = a.stay_id)
),
sampled AS (
  SELECT stay_id, main3, iid, COUNT(*) OVER (PARTITION BY main3, iid) AS n
  FROM rest
  QUALIFY ROW_NUMBER() OVER (PARTITION BY main3, iid ORDER BY lot, stay_id) <= $reference_stays
),
ranked AS (
  SELECT stay_id, main3, iid, DENSE_RANK() OVER (PARTITION BY main3 ORDER BY n DESC, iid) AS place
  FROM sampled
  WHERE n >= $distinct_min_stays
)
SELECT stay_id, main3, CAST(grp AS INTEGER) AS grp FROM clustered_stay
UNION ALL
SELECT stay_id, main3, CAST(100000000 + DENSE_RANK() OVER (ORDER BY main3, iid) AS INTEGER) AS grp
FROM ranked
WHERE place <= $reference_institutions
