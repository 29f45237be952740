-- Net fee lines without their numbers and doctors.
SELECT sid, CASE WHEN visit > 0 THEN visit END AS stay_id, pid, iid, item_id, CAST(DATE '1970-01-01' + minute // 1440 AS DATE) AS day,
  make_timestamp(CAST(minute AS BIGINT) * 60000000) AS fee_time, lpad(CAST(chrg AS VARCHAR), 2, '0') AS chrg, cnt, amt, ownpay, inscp
FROM x_net_line
