SELECT s.stay_key AS subject_id, i.item_code, i.item_name, l.chrg, l.cnt, l.amt
FROM candidate c
JOIN stay s ON s.stay_id = c.stay_id
JOIN stay_item l ON l.stay_id = c.stay_id
JOIN item i ON i.item_id = l.item_id
