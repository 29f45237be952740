-- The one pass over the fee lines: valid lines of kept settlements in surrogates. A code outside the catalogues stays as text
-- and gets its number afterwards. `bill` tells doctors apart for the netting of refunds.
WITH place AS (
  SELECT k.setl_id, k.sid, s.pid, s.iid, k.in_chain,
    CASE WHEN s.med_class = 'IPT' AND COALESCE(s.setl_type, '') <> '3' THEN e.stay_id END AS stay_id
  FROM x_setl_key k
  JOIN x_setl s ON s.sid = k.sid
  LEFT JOIN x_episode e ON e.mdtrt_id = s.mdtrt_id AND e.pid = s.pid AND e.iid = s.iid
)
SELECT p.sid, p.stay_id, p.pid, p.iid, p.in_chain, c.item_id,
  CASE WHEN c.item_id IS NULL THEN COALESCE(NULLIF(f.med_list_codg, ''), NULLIF(f.hilist_code, ''), f.hilist_name, '?') END AS raw_code,
  CASE WHEN c.item_id IS NULL THEN f.hilist_name END AS raw_name,
  CASE WHEN c.item_id IS NULL THEN f.list_type END AS raw_type,
  CAST(f.fee_ocur_time AS DATE) AS day,
  f.fee_ocur_time AS fee_time,
  COALESCE(lpad(f.med_chrgitm_type, 2, '0'),
    CASE f.list_type WHEN '101' THEN '09' WHEN '102' THEN '10' WHEN '106' THEN '10' WHEN '301' THEN '08' ELSE '14' END) AS chrg,
  CAST(f.cnt AS DECIMAL(16,4)) AS cnt, f.det_item_fee_sumamt AS amt, f.inscp_amt AS inscp, f.fulamt_ownpay_amt AS ownpay,
  CASE WHEN p.in_chain OR f.cnt < 0 THEN f.bilg_dr_code END AS bill
FROM ods_fee_list_d f
JOIN place p ON p.setl_id = f.setl_id
LEFT JOIN x_catalogue c ON c.item_code = COALESCE(NULLIF(f.med_list_codg, ''), f.hilist_code)
WHERE COALESCE(f.vali_flag, '1') = '1'
