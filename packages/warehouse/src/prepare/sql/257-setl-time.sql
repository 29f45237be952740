SELECT sid, make_timestamp(MIN(CAST(minute AS BIGINT)) * 60000000) AS first_fee_time, make_timestamp(MAX(CAST(minute AS BIGINT)) * 60000000) AS last_fee_time,
  bool_or(etip) AS etip
FROM b_line GROUP BY sid ORDER BY sid
