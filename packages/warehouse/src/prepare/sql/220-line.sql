-- The one pass over the fee lines: valid lines of kept settlements in surrogates. `visit` is the stay, or minus the settlement
-- outside stays. A code outside the catalogues stays as text and gets its number afterwards. Lines of refund chains keep what
-- their netting needs. `bucket` is a range of persons.
SELECT k.bucket, k.visit, k.sid, k.pid, k.iid, c.item_id,
  CASE WHEN c.item_id IS NULL THEN COALESCE(NULLIF(f.med_list_codg, ''), NULLIF(f.hilist_code, ''), f.hilist_name, '?') END AS raw_code,
  CASE WHEN c.item_id IS NULL THEN f.hilist_name END AS raw_name,
  CASE WHEN c.item_id IS NULL THEN f.list_type END AS raw_type,
  CAST(epoch_us(f.fee_ocur_time) // 60000000 AS INTEGER) AS minute,
  COALESCE(TRY_CAST(f.med_chrgitm_type AS UTINYINT),
    CASE f.list_type WHEN '101' THEN 9 WHEN '102' THEN 10 WHEN '106' THEN 10 WHEN '301' THEN 8 ELSE 14 END) AS chrg,
  CAST(f.cnt AS DECIMAL(16,4)) AS cnt, f.det_item_fee_sumamt AS amt, f.inscp_amt AS inscp, f.fulamt_ownpay_amt AS ownpay,
  COALESCE(f.etip_flag = '1', FALSE) AS etip,
  k.netted,
  CASE WHEN k.netted THEN f.bilg_dr_code END AS bill,
  CASE WHEN k.netted THEN f.feedetl_sn END AS sn,
  CASE WHEN k.netted THEN f.init_feedetl_sn END AS init_sn
FROM ods_fee_list_d f
JOIN x_setl_key k ON k.setl_id = f.setl_id
LEFT JOIN x_catalogue c ON c.item_code = COALESCE(NULLIF(f.med_list_codg, ''), f.hilist_code)
WHERE COALESCE(f.vali_flag, '1') = '1'
