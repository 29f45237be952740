/**
 * The visits behind findings: one row per finding and stay, or per finding and visit outside stays. `keys` is a relation
 * (finding_id, subject_type, subject_id, amt_fund, mdtrt_ids, setl_ids). A visit finding's money belongs to its own stay; other
 * findings' money is split by what the fund paid for each visit, so that the parts add up to it.
 */
export function findingVisitsSql(keys: string): string {
  return `WITH diagnosis AS (SELECT diag_code, MIN(diag_name) AS diag_name FROM ods_setl_diag_list_d WHERE diag_name IS NOT NULL GROUP BY diag_code),
finding AS (SELECT * FROM ${keys}),
by_visit AS (SELECT DISTINCT finding_id, unnest(mdtrt_ids) AS mdtrt_id FROM finding),
by_setl AS (SELECT DISTINCT finding_id, unnest(setl_ids) AS setl_id FROM finding),
stay_visit AS (SELECT stay_id, unnest(mdtrt_ids) AS mdtrt_id FROM stay),
settled AS (
  SELECT k.finding_id, s.sid, s.stay_id FROM by_setl k JOIN settlement_core s ON s.setl_id = k.setl_id
  UNION
  SELECT k.finding_id, s.sid, s.stay_id FROM by_visit k JOIN settlement_core s ON s.mdtrt_id = k.mdtrt_id WHERE s.stay_id IS NULL
),
stayed AS (
  SELECT finding_id, stay_id FROM settled WHERE stay_id IS NOT NULL
  UNION
  SELECT k.finding_id, v.stay_id FROM by_visit k JOIN stay_visit v ON v.mdtrt_id = k.mdtrt_id
),
visit AS (
  SELECT k.finding_id, s.stay_key AS mdtrt_id, s.stay_key, COALESCE(s.setl_ids, CAST([] AS VARCHAR[])) AS setl_ids, 'stay' AS kind, s.psn_no, s.iid,
    s.adm_time AS "begin", s.dsc_time AS "end", s.los, s.main_code, s.dept, s.cost, s.fund
  FROM stayed k JOIN stay s ON s.stay_id = k.stay_id
  UNION ALL
  SELECT k.finding_id, COALESCE(s.mdtrt_id, MIN(s.setl_id)), NULL, array_agg(s.setl_id ORDER BY s.setl_id),
    CASE MIN(s.med_class) WHEN 'PHA' THEN 'pharmacy' WHEN 'OTH' THEN 'other' WHEN 'IPT' THEN 'other' ELSE 'outpatient' END, MIN(s.psn_no), s.iid,
    MIN(s.beg_time), MAX(s.end_time), NULL, MIN(s.main_code), MIN(s.dept), SUM(s.medfee_sumamt), SUM(s.fund_pay_sumamt)
  FROM settled k JOIN settlement_core s ON s.sid = k.sid WHERE s.stay_id IS NULL
  GROUP BY k.finding_id, s.iid, s.mdtrt_id, CASE WHEN s.mdtrt_id IS NULL THEN s.setl_id END
),
marked AS (
  SELECT v.*, f.amt_fund AS total, f.subject_type = 'visit' AND bool_or(v.stay_key IS NOT DISTINCT FROM f.subject_id) OVER (PARTITION BY v.finding_id) AS own_only,
    v.stay_key IS NOT DISTINCT FROM f.subject_id AND f.subject_type = 'visit' AS is_own
  FROM visit v JOIN finding f ON f.finding_id = v.finding_id
),
weighed AS (
  SELECT m.*, CASE WHEN own_only THEN CASE WHEN is_own THEN 1 ELSE 0 END ELSE GREATEST(COALESCE(CAST(fund AS DOUBLE), 0), 0) END AS weight FROM marked m
),
summed AS (
  SELECT w.*, SUM(weight) OVER (PARTITION BY finding_id ORDER BY "begin", mdtrt_id, iid ROWS UNBOUNDED PRECEDING) AS upto,
    SUM(weight) OVER (PARTITION BY finding_id) AS whole
  FROM weighed w
),
shared AS (
  SELECT s.*, CASE WHEN whole > 0 THEN round(CAST(total AS DOUBLE) * 100 * upto / whole) END AS fen_upto FROM summed s
)
SELECT s.finding_id, s.mdtrt_id, s.setl_ids, s.kind, s.psn_no, i.fixmedins_code, i.fixmedins_name, i.tier, i.admdvs, s."begin", s."end",
  CAST(s.los AS INTEGER) AS los, s.main_code, n.diag_name AS main_name, s.dept, CAST(s.cost AS DECIMAL(16,2)) AS cost,
  CAST(s.fund AS DECIMAL(16,2)) AS fund,
  CAST(CAST(fen_upto - COALESCE(lag(fen_upto) OVER (PARTITION BY s.finding_id ORDER BY s."begin", s.mdtrt_id, s.iid), 0) AS DECIMAL(18,0)) / 100 AS DECIMAL(16,2)) AS amt_fund,
  CASE WHEN s.is_own THEN ['疑点就诊'] ELSE CAST([] AS VARCHAR[]) END AS marks
FROM shared s LEFT JOIN institution i ON i.iid = s.iid LEFT JOIN diagnosis n ON n.diag_code = s.main_code
ORDER BY s.finding_id, s."begin", s.mdtrt_id`
}
