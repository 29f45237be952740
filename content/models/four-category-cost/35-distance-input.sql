SELECT
  stay_id AS id, drg_code AS grp,
  LN(ratio_medical) AS ln_medical, LN(ratio_tech) AS ln_tech, LN(ratio_drug) AS ln_drug, LN(COALESCE(ratio_consumable, 1)) AS ln_consumable
FROM feature
WHERE dropped IS NULL
