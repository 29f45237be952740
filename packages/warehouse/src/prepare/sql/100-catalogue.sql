-- Items of the delivered catalogues; one row per code, drugs before services before consumables when a code appears twice.
WITH listed AS (
  SELECT med_list_codg AS code, COALESCE(reg_name, prodname) AS item_name, 'drug' AS kind, reg_name AS generic, chrgitm_lv,
    FALSE AS high_value, CAST(NULL AS DOUBLE) AS minutes_std, CAST(NULL AS DECIMAL(16,2)) AS unit_price, prodentp, 1 AS place
  FROM ods_wm_tcmpat_b
  UNION ALL
  SELECT med_list_codg, servitem_name, 'service', NULL, NULL, FALSE, CAST(minutes_std AS DOUBLE), CAST(price_l3 AS DECIMAL(16,2)), NULL, 2
  FROM ods_trt_serv_b
  UNION ALL
  SELECT med_list_codg, mcs_name, 'consumable', NULL, NULL, COALESCE(CAST(high_value_flag AS VARCHAR) = '1', FALSE),
    NULL, CAST(unit_price AS DECIMAL(16,2)), prodentp, 3
  FROM ods_mcs_b
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY code ORDER BY place, item_name, generic, prodentp, unit_price) AS n
  FROM listed WHERE code IS NOT NULL AND code <> ''
)
SELECT CAST(row_number() OVER (ORDER BY code) AS INTEGER) AS item_id, code AS item_code, item_name, kind, generic, chrgitm_lv,
  high_value, minutes_std, unit_price, prodentp
FROM ranked WHERE n = 1
