/**
 * The delivered fee lines of the settlements behind findings, once each, in the order of their settlement. `keys` is a relation with
 * `setl_ids`. They are kept with the run: looking at a finding never reads the fee lines of the whole city again.
 */
export function findingLinesSql(keys: string): string {
  return `WITH wanted AS (SELECT DISTINCT unnest(setl_ids) AS setl_id FROM ${keys})
SELECT f.feedetl_sn, f.setl_id, f.mdtrt_id, f.fee_ocur_time, COALESCE(NULLIF(f.med_list_codg, ''), f.hilist_code) AS item_code, f.hilist_name AS item_name,
  f.med_chrgitm_type AS chrg_type, f.cnt, f.pric, f.det_item_fee_sumamt AS amt, f.inscp_amt AS inscp, f.bilg_dept_codg AS dept_code,
  f.bilg_dr_code AS doctor_code
FROM ods_fee_list_d f JOIN wanted w ON w.setl_id = f.setl_id
WHERE COALESCE(f.vali_flag, '1') = '1'
ORDER BY f.setl_id, f.fee_ocur_time, f.feedetl_sn`
}
