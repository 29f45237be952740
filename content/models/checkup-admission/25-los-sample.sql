SELECT stay_id AS id, grp, ln_los AS y, is_ref AS reference,
  age_0_6, age_7_17, age_45_64, age_65_79, age_80, female, tier_3, tier_2, emergency, n_second_diag
FROM regress_sample
