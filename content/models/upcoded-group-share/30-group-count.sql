SELECT
  iid, back, quarter_start, drg_code,
  COUNT(*) AS n,
  COUNT(*) FILTER (WHERE high) AS n_high,
  COALESCE(SUM(pay_diff), 0) AS amt,
  COALESCE(SUM(fund_diff), 0) AS amt_fund,
  COUNT(*) FILTER (WHERE high) >= $suspect_cases
    OR (COUNT(*) >= $rate_cases AND ROUND(CAST(COUNT(*) FILTER (WHERE high) AS DOUBLE) / COUNT(*), 6) >= $suspect_rate) AS suspect
FROM quarter_case
GROUP BY iid, back, quarter_start, drg_code
HAVING COUNT(*) >= $min_cases
