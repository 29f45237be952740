SELECT
  s.stay_key AS subject_id, k.setl_id, k.begndate, m.item_code, m.item_name, i.cnt, i.amt, i.ownpay,
  i.costly_drug, i.off_list, i.large_exam, i.expected_inside
FROM link_item i
JOIN link k ON k.stay_id = i.stay_id AND k.sid = i.sid
JOIN stay s ON s.stay_id = i.stay_id
JOIN item m ON m.item_id = i.item_id
