-- Net fee lines with their numbers and doctors: a join over the delivered lines, to be read only with a small set of settlements.
WITH line AS (
  SELECT f.feedetl_sn, k.sid, CASE WHEN k.visit > 0 THEN k.visit END AS stay_id, k.pid, k.iid, i.item_id, CAST(f.fee_ocur_time AS DATE) AS day,
    f.fee_ocur_time AS fee_time,
    lpad(CAST(COALESCE(TRY_CAST(f.med_chrgitm_type AS UTINYINT),
      CASE f.list_type WHEN '101' THEN 9 WHEN '102' THEN 10 WHEN '106' THEN 10 WHEN '301' THEN 8 ELSE 14 END) AS VARCHAR), 2, '0') AS chrg,
    f.list_type, f.chrgitm_lv, CAST(f.cnt AS DECIMAL(16,4)) AS cnt, f.pric, f.det_item_fee_sumamt AS amt, f.fulamt_ownpay_amt AS ownpay,
    f.inscp_amt AS inscp, f.bilg_dept_codg, f.bilg_dr_code, f.orders_dr_code, f.rx_drord_no, k.netted
  FROM ods_fee_list_d f
  JOIN x_setl_key k ON k.setl_id = f.setl_id
  JOIN item i ON i.item_code = COALESCE(NULLIF(f.med_list_codg, ''), NULLIF(f.hilist_code, ''), f.hilist_name, '?')
  WHERE COALESCE(f.vali_flag, '1') = '1'
)
SELECT feedetl_sn, sid, stay_id, pid, iid, item_id, day, fee_time, chrg, list_type, chrgitm_lv, cnt, pric, amt, ownpay, inscp,
  bilg_dept_codg, bilg_dr_code, orders_dr_code, rx_drord_no
FROM line WHERE NOT netted
UNION ALL
SELECT MIN(feedetl_sn), sid, stay_id, pid, iid, item_id, day, MIN(fee_time), MIN(chrg), MIN(list_type), MIN(chrgitm_lv),
  CAST(SUM(cnt) AS DECIMAL(16,4)), MAX(pric), CAST(SUM(amt) AS DECIMAL(16,2)), CAST(SUM(ownpay) AS DECIMAL(16,2)), CAST(SUM(inscp) AS DECIMAL(16,2)),
  MIN(bilg_dept_codg), bilg_dr_code, MIN(orders_dr_code), MIN(rx_drord_no)
FROM line WHERE netted
GROUP BY sid, stay_id, pid, iid, item_id, day, bilg_dr_code
HAVING SUM(cnt) <> 0
