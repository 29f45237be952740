SELECT r.cell_id, r.n_others, r.z, t.p
FROM rank_sum r
JOIN tail t ON t.z = r.z
