-- 倒挂病例的每个次要诊断单独与主诊断一起重新分组：仍分到较高子组的，就是决定入组的合并症。
SELECT DISTINCT
  concat(CAST(c.stay_id AS VARCHAR), '|', d.code) AS case_key, c.stay_id,
  concat(split_part(f.dx, '|', 1), '|', d.code) AS dx, f.op
FROM cc_case c
JOIN candidate k ON k.iid = c.iid AND k.adrg = c.adrg AND k.lvl = c.lvl AND k.basis = c.basis AND k.hit
JOIN drg_fact f ON f.stay_id = c.stay_id
JOIN stay_diag d ON d.stay_id = c.stay_id AND d.code <> split_part(f.dx, '|', 1)
WHERE c.inverted AND c.dropped IS NULL
