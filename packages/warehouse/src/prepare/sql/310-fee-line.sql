-- Net fee lines with their numbers and doctors. A view: read it only joined to a small set of settlements or stays.
WITH place AS (
  SELECT k.setl_id, k.sid, k.in_chain, s.pid, s.iid, s.stay_id FROM x_setl_key k JOIN settlement s ON s.sid = k.sid
),
line AS (
  SELECT f.feedetl_sn, p.sid, p.stay_id, p.pid, p.iid, i.item_id, CAST(f.fee_ocur_time AS DATE) AS day, f.fee_ocur_time AS fee_time,
    COALESCE(lpad(f.med_chrgitm_type, 2, '0'),
      CASE f.list_type WHEN '101' THEN '09' WHEN '102' THEN '10' WHEN '106' THEN '10' WHEN '301' THEN '08' ELSE '14' END) AS chrg,
    f.list_type, f.chrgitm_lv, CAST(f.cnt AS DECIMAL(16,4)) AS cnt, f.pric, f.det_item_fee_sumamt AS amt, f.fulamt_ownpay_amt AS ownpay,
    f.inscp_amt AS inscp, f.bilg_dept_codg, f.bilg_dr_code, f.orders_dr_code, f.rx_drord_no, p.in_chain
  FROM ods_fee_list_d f
  JOIN place p ON p.setl_id = f.setl_id
  JOIN item i ON i.item_code = COALESCE(NULLIF(f.med_list_codg, ''), NULLIF(f.hilist_code, ''), f.hilist_name, '?')
  WHERE COALESCE(f.vali_flag, '1') = '1'
)
SELECT feedetl_sn, sid, stay_id, pid, iid, item_id, day, fee_time, chrg, list_type, chrgitm_lv, cnt, pric, amt, ownpay, inscp,
  bilg_dept_codg, bilg_dr_code, orders_dr_code, rx_drord_no
FROM line WHERE NOT in_chain AND cnt >= 0
UNION ALL
SELECT MIN(feedetl_sn), sid, stay_id, pid, iid, item_id, day, MIN(fee_time), MIN(chrg), MIN(list_type), MIN(chrgitm_lv), SUM(cnt),
  MAX(pric), SUM(amt), SUM(ownpay), SUM(inscp), MIN(bilg_dept_codg), bilg_dr_code, MIN(orders_dr_code), MIN(rx_drord_no)
FROM line WHERE in_chain
GROUP BY sid, stay_id, pid, iid, item_id, day, bilg_dr_code
HAVING SUM(cnt) <> 0
