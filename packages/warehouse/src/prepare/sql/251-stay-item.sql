SELECT visit AS stay_id, item_id, lpad(CAST(chrg AS VARCHAR), 2, '0') AS chrg, amt, cnt, inscp, ownpay
FROM b_visit_item WHERE visit > 0 ORDER BY stay_id, item_id
