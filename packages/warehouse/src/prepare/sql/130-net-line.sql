-- Refund netting of lines, only for settlements that need it (a refund chain, or a negative line): by settlement family, item, day and
-- billing doctor; what sums to zero pieces disappears.
WITH numbered AS (
  SELECT l.sid, l.stay_id, l.pid, l.iid, COALESCE(l.item_id, i.item_id) AS item_id, l.day, l.fee_time, l.chrg, l.cnt, l.amt, l.inscp,
    l.ownpay, l.bill
  FROM x_line l LEFT JOIN item i ON l.raw_code IS NOT NULL AND i.item_code = l.raw_code
),
touched AS (SELECT sid FROM x_line WHERE in_chain OR cnt < 0 GROUP BY sid)
SELECT sid, stay_id, pid, iid, item_id, day, fee_time, chrg, cnt, amt, inscp, ownpay
FROM numbered n WHERE NOT EXISTS (SELECT 1 FROM touched t WHERE t.sid = n.sid)
UNION ALL
SELECT n.sid, MIN(n.stay_id), MIN(n.pid), MIN(n.iid), n.item_id, n.day, MIN(n.fee_time), MIN(n.chrg), SUM(n.cnt), SUM(n.amt),
  SUM(n.inscp), SUM(n.ownpay)
FROM numbered n JOIN touched t ON t.sid = n.sid
GROUP BY n.sid, n.item_id, n.day, n.bill
HAVING SUM(n.cnt) <> 0
