-- Clusters over every threshold of the rule, the difference from the disease's other groups included.
SELECT
  t.cluster, t.iid, t.main3, t.n_stay, t.n_person, t.conc, t.conc_from, t.conc_to, t.s_drug, t.s_exam, t.s_material, t.s_min, t.kind,
  d.n_clusters AS n_group, ROUND(d.mean_distance, 6) AS mean_distance,
  ROUND(CASE WHEN $distinct_level = 'p75' THEN d.grp_p75 ELSE d.grp_median END, 6) AS distance_bar
FROM tight_cluster t
JOIN distance d ON d.cluster = t.cluster
WHERE d.n_clusters < $distinct_min_groups
  OR ROUND(d.mean_distance, 6) >= ROUND(CASE WHEN $distinct_level = 'p75' THEN d.grp_p75 ELSE d.grp_median END, 6)
