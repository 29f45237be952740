-- Clusters with enough persons, admissions close together and cases alike; kind = that of most members.
SELECT
  h.cluster, h.iid, h.main3, h.n_stay, h.n_person, h.conc, h.conc_from, h.conc_to,
  ROUND(s.s_drug, 6) AS s_drug, ROUND(s.s_exam, 6) AS s_exam, ROUND(s.s_material, 6) AS s_material,
  ROUND(LEAST(COALESCE(s.s_drug, 1), COALESCE(s.s_exam, 1), COALESCE(s.s_material, 1)), 6) AS s_min,
  k.kind
FROM shape h
JOIN similarity s ON s.cluster = h.cluster
JOIN (
  SELECT m.cluster, a.kind
  FROM member m
  JOIN scope_all a ON a.stay_id = m.stay_id
  GROUP BY m.cluster, a.kind
  QUALIFY ROW_NUMBER() OVER (PARTITION BY m.cluster ORDER BY COUNT(*) DESC, a.kind) = 1
) k ON k.cluster = h.cluster
WHERE h.n_person >= $n_min_p
  AND h.conc >= $conc_min
  AND COALESCE(s.s_drug, s.s_exam, s.s_material) IS NOT NULL
  AND ROUND(LEAST(COALESCE(s.s_drug, 1), COALESCE(s.s_exam, 1), COALESCE(s.s_material, 1)), 6) >= $sim_min
