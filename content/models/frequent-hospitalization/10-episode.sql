-- Stays counted by the rule, of persons who could pass a limit at all. excl = the stay itself is not counted.
SELECT
  s.stay_id, s.pid, s.iid, s.fixmedins_code, s.adm, s.dsc, s.main3, s.cost, s.fund,
  CASE
    WHEN s.ex_psych THEN 'EX-PSYCH'
    WHEN s.ex_rehab THEN 'EX-REHAB'
    WHEN s.ex_hospice THEN 'EX-HOSPICE'
    WHEN s.ex_newb THEN 'EX-NEWB'
    WHEN s.ex_day THEN 'EX-DAY'
  END AS excl
FROM stay s
WHERE s.tier IN ('0', '1', '2', '3')
  AND CAST(s.tier AS INTEGER) <= $tier_max
  AND s.adm <= $as_of
  AND date_diff('day', s.adm, $as_of) < $run_days + $year_days
QUALIFY COUNT(*) OVER (PARTITION BY s.pid) > LEAST($half_year_limit, $year_limit)
