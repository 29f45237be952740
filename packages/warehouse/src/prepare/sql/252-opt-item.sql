SELECT -visit AS sid, item_id, lpad(CAST(chrg AS VARCHAR), 2, '0') AS chrg, amt, cnt, inscp, ownpay
FROM b_visit_item WHERE visit < 0 ORDER BY sid, item_id
