SELECT sid, MIN(fee_time) AS first_fee_time, MAX(fee_time) AS last_fee_time FROM x_net_line GROUP BY sid
