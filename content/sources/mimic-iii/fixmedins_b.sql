-- The demo comes from one hospital; its level and place are not in the data.
SELECT
  'MIMIC-BIDMC' AS fixmedins_code,
  'Beth Israel Deaconess Medical Center' AS fixmedins_name,
  '1' AS fixmedins_type
FROM (SELECT count(*) AS n FROM ADMISSIONS) AS delivered
