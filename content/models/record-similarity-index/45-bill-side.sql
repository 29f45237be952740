SELECT n.source, n.target, n.scale, b.item_id, b.amt
FROM bill_near n
JOIN bill b ON b.stay_id = n.source
