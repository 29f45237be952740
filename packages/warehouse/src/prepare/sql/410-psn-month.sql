SELECT pid, CAST(date_trunc('month', setl_day) AS DATE) AS month, med_class, CAST(COUNT(*) AS INTEGER) AS n_settlements,
  CAST(SUM(medfee_sumamt) AS DECIMAL(16,2)) AS medfee, CAST(SUM(fund_pay_sumamt) AS DECIMAL(16,2)) AS fund
FROM settlement_core WHERE COALESCE(setl_type, '') <> '3'
GROUP BY pid, CAST(date_trunc('month', setl_day) AS DATE), med_class
