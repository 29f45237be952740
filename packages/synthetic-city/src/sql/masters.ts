/** `SELECT` of each master-data table, by national table. */
export const MASTER_SELECTS: Readonly<Record<string, string>> = {
  fixmedins_b: `
SELECT code AS fixmedins_code, name AS fixmedins_name, CASE WHEN shop THEN '2' ELSE '1' END AS fixmedins_type, level AS hosp_lv, hosp_type, economic AS economic_type, admdvs, lng, lat, open_time, close_time, beds AS aprv_bed_cnt,
  machines AS dialysis_machine_cnt, therapists AS rehab_therapist_cnt, CASE WHEN benchmark THEN '1' ELSE '0' END AS is_benchmark, '0' AS dual_channel_flag
FROM r_hospital ORDER BY code`,
  dr_b: `
SELECT dr_code, fixmedins_code, dr_profttl, prac_scope, pharmacist_flag FROM (
  SELECT doctor(h.code, d.dept_no, k.range) AS dr_code, h.code AS fixmedins_code, CASE WHEN k.range = 0 THEN '主任医师' WHEN k.range = 1 THEN '副主任医师' WHEN k.range < 4 THEN '主治医师' ELSE '住院医师' END AS dr_profttl, d.name AS prac_scope, '0' AS pharmacist_flag
  FROM r_hospital AS h CROSS JOIN r_dept AS d JOIN range(6) AS k ON k.range < CASE h.tier WHEN '3' THEN 6 WHEN '2' THEN 4 ELSE 2 END WHERE NOT h.shop
  UNION ALL SELECT 'Y' || substr(h.code, 2) || '01', h.code, '执业药师', NULL, '1' FROM r_hospital AS h WHERE h.shop) ORDER BY dr_code`,
  wm_tcmpat_b: `
SELECT code AS med_list_codg, name AS reg_name, name AS prodname, CASE WHEN name LIKE '%注射%' THEN '注射剂' WHEN name LIKE '%片' THEN '片剂' WHEN name LIKE '%胶囊' THEN '胶囊剂' WHEN kind = 'herb' THEN '饮片' ELSE '其他' END AS dosform, spec,
  TRY_CAST(regexp_extract(spec, '×([0-9]+)$', 1) AS DECIMAL(16, 4)) AS pac_cnt, '示范制药' || (1 + item % 37) || '厂' AS prodentp, lv AS chrgitm_lv, CASE WHEN pp >= 40000 AND kind = 'drug' THEN '1' ELSE '0' END AS nego_flag, CASE WHEN pp >= 40000 AND kind = 'drug' THEN '1' ELSE '0' END AS dual_channel_flag,
  CASE WHEN lv = '01' AND kind = 'drug' AND item % 3 = 0 THEN '1' ELSE '0' END AS ctp_flag, atc AS atc_code
FROM r_item WHERE kind IN ('drug', 'herb') ORDER BY code`,
  trt_serv_b: `
SELECT code AS med_list_codg, name AS servitem_name, spec AS pric_unit, money(p3) AS price_l3, money(p2) AS price_l2, money(p1) AS price_l1, minutes AS minutes_std FROM r_item WHERE kind = 'service' ORDER BY code`,
  mcs_b: `
SELECT code AS med_list_codg, name AS mcs_name, spec, CASE WHEN high_value THEN '1' ELSE '0' END AS high_value_flag, money(p3) AS unit_price, '示范器械' || (1 + item % 19) || '厂' AS prodentp FROM r_item WHERE kind = 'consumable' ORDER BY code`,
}
