-- American groups (MS-DRG, before it HCFA-DRG), named as such; weights and rates are not in the data. APR groups are left out.
SELECT
  hadm_id AS setl_id,
  drg_type || '-' || drg_code AS drg_code,
  _file,
  _line
FROM DRGCODES
WHERE drg_type IN ('MS', 'HCFA')
QUALIFY row_number() OVER (PARTITION BY hadm_id ORDER BY drg_type DESC, CAST(row_id AS INTEGER)) = 1
