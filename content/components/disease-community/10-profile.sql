-- 统计期内有主诊断和费用的住院：费用、住院天数取对数，加年龄和并存诊断数。
SELECT
  stay_id AS id,
  main3 AS category,
  LN(1 + CAST(cost AS DOUBLE)) AS ln_cost,
  LN(CAST(los AS DOUBLE)) AS ln_los,
  CAST(age AS DOUBLE) AS age,
  CAST(n_second_diag AS DOUBLE) AS n_second
FROM stay
WHERE main3 IS NOT NULL AND cost > 0 AND date_diff('day', dsc, $as_of) BETWEEN 0 AND $comm_days - 1
