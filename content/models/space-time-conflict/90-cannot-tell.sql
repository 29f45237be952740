SELECT '门诊和购药结算没有具体时刻，无法判断异地同时就医' AS reason, COUNT(*) AS n
FROM settlement
WHERE stay_id IS NULL AND med_class IN ('OPT', 'OPSP', 'PHA')
  AND begndate <= $as_of AND date_diff('day', begndate, $as_of) < $run_days
  AND (setl_time IS NULL OR CAST(setl_time AS TIME) = TIME '00:00:00')
  AND (beg_time IS NULL OR CAST(beg_time AS TIME) = TIME '00:00:00')
UNION ALL
SELECT '机构没有经纬度，其结算无法判断异地同时就医' AS reason, COUNT(*) AS n
FROM institution
WHERE lng IS NULL OR lat IS NULL
