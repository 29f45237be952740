SELECT c.stay_id, c.exam_share, c.treat_share, t.exam_amt, t.improb_amt, t.improb, t.bundle, t.n_exam
FROM suspect_stay c
JOIN exam_total t ON t.stay_id = c.stay_id
WHERE t.bundle >= $bundle_min OR t.improb >= $improb_min
