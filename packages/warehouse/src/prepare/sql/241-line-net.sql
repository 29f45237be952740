-- Refund netting of lines (§1.4-2): by settlement family, item, day and billing doctor; what sums to zero pieces disappears. A refund
-- line takes the day of the line it takes back. Inside one settlement a reversal nets whoever billed it.
WITH touched AS (
  SELECT l.*, COALESCE(l.item_id, i.item_id) AS item FROM x_line l
  JOIN x_touched t ON t.sid = l.sid
  LEFT JOIN x_unlisted i ON i.item_code = l.raw_code
),
original AS (SELECT sid, sn, MIN(minute) AS minute FROM touched WHERE netted GROUP BY sid, sn),
dated AS (
  SELECT t.*, COALESCE(o.minute, t.minute) AS net_minute FROM touched t
  LEFT JOIN original o ON o.sid = t.sid AND o.sn = t.init_sn
)
SELECT MIN(bucket) AS bucket, MIN(visit) AS visit, sid, MIN(pid) AS pid, MIN(iid) AS iid, item AS item_id, MIN(net_minute) AS minute, MIN(chrg) AS chrg,
  CAST(SUM(cnt) AS DECIMAL(16,4)) AS cnt, CAST(SUM(amt) AS DECIMAL(16,2)) AS amt, CAST(SUM(inscp) AS DECIMAL(16,2)) AS inscp,
  CAST(SUM(ownpay) AS DECIMAL(16,2)) AS ownpay, bool_or(etip) AS etip
FROM dated
GROUP BY sid, item, net_minute // 1440, bill
HAVING SUM(cnt) <> 0
