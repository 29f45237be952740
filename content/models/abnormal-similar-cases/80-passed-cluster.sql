-- Clusters over every threshold of the rule.
SELECT
  h.cluster, h.iid, h.main3, h.n_stay, h.n_person, h.conc, h.conc_from, h.conc_to,
  ROUND(s.s_drug, 6) AS s_drug, ROUND(s.s_exam, 6) AS s_exam, ROUND(s.s_material, 6) AS s_material,
  ROUND(LEAST(COALESCE(s.s_drug, 1), COALESCE(s.s_exam, 1), COALESCE(s.s_material, 1)), 6) AS s_min,
  d.n_clusters, ROUND(d.mean_distance, 6) AS mean_distance,
  ROUND(CASE WHEN $distinct_level = 'p75' THEN d.grp_p75 ELSE d.grp_median END, 6) AS distance_bar
FROM shape h
JOIN similarity s ON s.cluster = h.cluster
JOIN distance d ON d.cluster = h.cluster
WHERE h.n_person >= $n_min_p
  AND h.conc >= $conc_min
  AND COALESCE(s.s_drug, s.s_exam, s.s_material) IS NOT NULL
  AND ROUND(LEAST(COALESCE(s.s_drug, 1), COALESCE(s.s_exam, 1), COALESCE(s.s_material, 1)), 6) >= $sim_min
  AND (d.n_clusters < $distinct_min_clusters
    OR ROUND(d.mean_distance, 6) >= ROUND(CASE WHEN $distinct_level = 'p75' THEN d.grp_p75 ELSE d.grp_median END, 6))
