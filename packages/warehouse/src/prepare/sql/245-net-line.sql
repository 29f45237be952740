-- Net fee lines in surrogates: untouched ones as they are, the others netted.
SELECT l.bucket, l.visit, l.sid, l.pid, l.iid, COALESCE(l.item_id, i.item_id) AS item_id, l.minute, l.chrg, l.cnt, l.amt, l.inscp, l.ownpay, l.etip
FROM x_line l
LEFT JOIN x_unlisted i ON i.item_code = l.raw_code
WHERE NOT EXISTS (SELECT 1 FROM x_touched t WHERE t.sid = l.sid)
UNION ALL
SELECT bucket, visit, sid, pid, iid, item_id, minute, chrg, cnt, amt, inscp, ownpay, etip FROM x_line_net
