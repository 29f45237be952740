SELECT s.stay_key AS subject_id, v.day, v.setl_id, v.med_class, v.fixmedins_name, v.medfee_sumamt
FROM outside_visit v
JOIN stay s ON s.stay_id = v.stay_id
