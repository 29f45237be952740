-- 三种预警：全区病组、机构偏高、机构过低。本机构占全区过半的，与全区比没有意义，不判断偏高。
SELECT
  CAST(NULL AS INTEGER) AS iid, r.drg_code, r.adrg, '全区病组' AS kind, r.n, r.mean_cost, r.sd, r.cv, r.cv AS cv_ref, r.n AS n_region, CAST(0 AS DOUBLE) AS package_share
FROM region r
WHERE r.cv >= $cv_region
UNION ALL
SELECT u.iid, u.drg_code, u.adrg, '机构偏高' AS kind, u.n, u.mean_cost, u.sd, u.cv, r.cv AS cv_ref, r.n AS n_region, CAST(u.package_share AS DOUBLE) AS package_share
FROM unit u
JOIN region r ON r.drg_code = u.drg_code
WHERE ROUND(u.cv / NULLIF(r.cv, 0), 6) >= $cv_rel
UNION ALL
SELECT u.iid, u.drg_code, u.adrg, '机构过低' AS kind, u.n, u.mean_cost, u.sd, u.cv, r.cv AS cv_ref, r.n AS n_region, CAST(u.package_share AS DOUBLE) AS package_share
FROM unit u
LEFT JOIN region r ON r.drg_code = u.drg_code
WHERE u.cv <= $cv_low
