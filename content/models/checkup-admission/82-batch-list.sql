SELECT s.stay_key AS subject_id, o.stay_key AS mate_stay, o.psn_no AS mate_psn_no, o.adm, o.dsc, o.main_code, o.cost
FROM batch_mate b
JOIN stay s ON s.stay_id = b.stay_id
JOIN stay o ON o.stay_id = b.mate_id
WHERE b.mate_id <> b.stay_id
