-- T5: consecutive face-to-face settlements too far apart for the time between them. The moment is the settlement's
-- own time when it was posted on the day of service, else the start of the visit; without a time of day it is left out.
WITH point AS (
  SELECT
    v.sid, v.pid, v.iid, i.lng, i.lat,
    CASE
      WHEN v.setl_time IS NOT NULL AND CAST(v.setl_time AS TIME) <> TIME '00:00:00'
        AND CAST(v.setl_time AS DATE) BETWEEN CAST(COALESCE(v.first_fee_time, v.beg_time, CAST(v.begndate AS TIMESTAMP)) AS DATE)
          AND CAST(COALESCE(v.last_fee_time, v.first_fee_time, v.beg_time, CAST(v.begndate AS TIMESTAMP)) AS DATE) THEN v.setl_time
      WHEN v.beg_time IS NOT NULL AND CAST(v.beg_time AS TIME) <> TIME '00:00:00' THEN v.beg_time
      WHEN v.first_fee_time IS NOT NULL AND CAST(v.first_fee_time AS TIME) <> TIME '00:00:00' THEN v.first_fee_time
    END AS moment
  FROM settlement v
  JOIN institution i ON i.iid = v.iid
  WHERE v.stay_id IS NULL AND v.med_class IN ('OPT', 'OPSP', 'PHA') AND COALESCE(v.setl_type, '') <> '3'
    AND i.lng IS NOT NULL AND i.lat IS NOT NULL AND i.fixmedins_name NOT LIKE '%互联网%'
    AND v.begndate <= $as_of AND date_diff('day', v.begndate, $as_of) <= $run_days
),
step AS (
  SELECT
    sid AS second_id, pid, iid, moment, lng, lat,
    LAG(sid) OVER w AS first_id, LAG(iid) OVER w AS first_iid, LAG(moment) OVER w AS first_moment,
    LAG(lng) OVER w AS first_lng, LAG(lat) OVER w AS first_lat
  FROM point
  WHERE moment IS NOT NULL
  WINDOW w AS (PARTITION BY pid ORDER BY moment, iid, sid)
),
leg AS (
  SELECT
    second_id, pid, iid, moment, first_id, first_iid, first_moment,
    date_diff('second', first_moment, moment) / CAST(60 AS DOUBLE) AS minutes,
    2 * 6371.0088 * ASIN(LEAST(1, SQRT(
      POWER(SIN(RADIANS(lat - first_lat) / 2), 2)
      + COS(RADIANS(first_lat)) * COS(RADIANS(lat)) * POWER(SIN(RADIANS(lng - first_lng) / 2), 2)))) AS distance_km
  FROM step
  WHERE first_id IS NOT NULL AND first_iid <> iid
)
SELECT
  second_id, pid, iid, moment, first_id, first_iid, first_moment, ROUND(minutes, 6) AS minutes, ROUND(distance_km, 6) AS distance_km,
  ROUND(distance_km * 60 / GREATEST(minutes, 1), 6) AS speed_kmh
FROM leg
WHERE ROUND(distance_km, 6) > $distance_km AND ROUND(distance_km * 60 / GREATEST(minutes, 1), 6) > $speed_kmh
  AND date_diff('day', moment, CAST($as_of AS TIMESTAMP)) < $run_days
