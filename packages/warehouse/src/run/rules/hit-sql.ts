import { sqlFile } from '../../prepare/steps.ts'

/** Rows that are no fee lines carry their source in their number. */
const IS_LINE = `NOT regexp_matches(r.sn, '^(visit|dx|op|agg):')`
const FUND_SHARE = (fund: string, inscp: string) =>
  `CASE WHEN ${inscp} > 0 THEN LEAST(1, GREATEST(0, CAST(${fund} AS DOUBLE) / CAST(${inscp} AS DOUBLE))) ELSE 0 END`

/**
 * From `hit_raw` and `hit_row_raw` (as the scan says them) to tables about prepared data:
 * `enc` the visits the rows lie in, `hit_row` the rows with their fee lines and the fund's share, `hit` with its place and money.
 * The fund pays of a line what it pays of its settlement (§2.8 of the models specification).
 */
export const HIT_SQL: readonly string[] = [
  `CREATE OR REPLACE TABLE found_line AS
SELECT l.feedetl_sn, l.sid, l.stay_id, l.iid, l.item_id, l.day, l.fee_time, l.cnt, l.pric, l.amt, l.inscp, l.bilg_dept_codg, l.rx_drord_no, l.bilg_dr_code
FROM fee_line l JOIN (SELECT DISTINCT r.sn FROM hit_row_raw r WHERE ${IS_LINE}) w ON w.sn = l.feedetl_sn`,
  // A reversal inside the settlement is set off against the lines of its item and day, as the scan has it.
  `CREATE OR REPLACE TABLE set_off AS
WITH line AS (${sqlFile('430-fee-line.sql')}),
reversed AS (SELECT DISTINCT sid, item_id, day FROM line WHERE cnt < 0),
concerned AS (SELECT DISTINCT f.sid, f.item_id, f.day FROM found_line f JOIN reversed r ON r.sid = f.sid AND r.item_id = f.item_id AND r.day = f.day)
SELECT l.sid, l.item_id, l.day, SUM(l.cnt) AS cnt, SUM(l.amt) AS amt, SUM(l.inscp) AS inscp
FROM line l JOIN concerned c ON c.sid = l.sid AND c.item_id = l.item_id AND c.day = l.day GROUP BY l.sid, l.item_id, l.day`,
  `CREATE OR REPLACE TABLE enc AS
WITH wanted AS (SELECT DISTINCT mdtrt_id FROM hit_row_raw WHERE mdtrt_id <> '')
SELECT s.stay_key AS mdtrt_id, s.stay_id, s.iid, s.pid, COALESCE(s.setl_ids, CAST([] AS VARCHAR[])) AS setl_ids, 'IPT' AS mode, s.med_type, s.insutype, s.adm AS first_day, s.dsc AS last_day, s.dept,
  s.hosp_type, s.tier, CAST(NULL AS VARCHAR) AS dise_no, ${FUND_SHARE('s.fund', 's.inscp')} AS fund_share
FROM stay s JOIN wanted w ON w.mdtrt_id = s.stay_key
UNION ALL
SELECT c.mdtrt_id, NULL, MIN(c.iid), MIN(c.pid), list_distinct(flatten(array_agg(COALESCE(c.fam_ids, list_value(c.setl_id))))),
  MIN(CASE WHEN c.emerg AND c.med_class = 'OPT' THEN 'EMERG' ELSE c.med_class END), MIN(c.med_type), MIN(c.insutype), MIN(c.begndate), MAX(c.enddate), MIN(c.dept),
  MIN(i.hosp_type), MIN(i.tier), MIN(c.dise_no), ${FUND_SHARE('SUM(c.fund_pay_sumamt)', 'SUM(c.inscp_amt)')}
FROM settlement_core c JOIN wanted w ON w.mdtrt_id = c.mdtrt_id JOIN institution i ON i.iid = c.iid WHERE c.stay_id IS NULL GROUP BY c.mdtrt_id`,
  `CREATE OR REPLACE TABLE hit_row AS
SELECT r.n, r.role, r.place, r.sn, r.mdtrt_id, ${IS_LINE} AS is_line, COALESCE(f.iid, e.iid) AS iid, i.item_code AS code,
  CASE WHEN f.sid IS NOT NULL THEN COALESCE(i.item_name, i.item_code) WHEN r.sn LIKE 'dx:%' THEN '诊断 ' || split_part(r.sn, ':', 3) WHEN r.sn LIKE 'op:%' THEN '手术操作 ' || split_part(r.sn, ':', 3) ELSE '就诊' END AS name,
  COALESCE(f.day, e.first_day) AS day, f.fee_time AS time, COALESCE(o.cnt, f.cnt) AS cnt, f.pric, COALESCE(o.amt, f.amt) AS amt, COALESCE(o.inscp, f.inscp) AS inscp,
  f.bilg_dept_codg AS line_dept, f.bilg_dr_code AS doctor, f.rx_drord_no AS rx, c.setl_id,
  CAST(r.share AS DECIMAL(18,2)) / 100 AS share,
  round(CAST(r.share AS DOUBLE) / 100 * CASE WHEN f.sid IS NOT NULL THEN ${FUND_SHARE('c.fund_pay_sumamt', 'c.inscp_amt')} ELSE COALESCE(e.fund_share, 0) END, 2) AS fund
FROM hit_row_raw r LEFT JOIN found_line f ON f.feedetl_sn = r.sn LEFT JOIN item i ON i.item_id = f.item_id
LEFT JOIN set_off o ON o.sid = f.sid AND o.item_id = f.item_id AND o.day = f.day
LEFT JOIN settlement_core c ON c.sid = f.sid LEFT JOIN enc e ON e.mdtrt_id = r.mdtrt_id`,
  // A hit that goes across visits belongs to the one its first violating row lies in.
  `CREATE OR REPLACE TABLE hit AS
WITH placed AS (
  SELECT n, arg_min(mdtrt_id, place) FILTER (role = 1) AS mdtrt_id, arg_min(iid, place) FILTER (role = 1) AS iid, MIN(day) FILTER (role = 1) AS day_from, MAX(day) FILTER (role = 1) AS day_to,
    CAST(SUM(fund) FILTER (role = 1) AS DECIMAL(16,2)) AS fund, COUNT(*) FILTER (role = 1) AS violating, COUNT(*) FILTER (role = 2) AS involved
  FROM hit_row GROUP BY n)
SELECT h.* EXCLUDE (mdtrt_id, amount), h.mdtrt_id AS own_mdtrt_id, COALESCE(NULLIF(h.mdtrt_id, ''), p.mdtrt_id, '') AS mdtrt_id, p.iid, p.day_from, p.day_to,
  CAST(CAST(h.amount AS DECIMAL(18,2)) / 100 AS DECIMAL(16,2)) AS amount, COALESCE(p.fund, 0) AS fund, COALESCE(p.violating, 0) AS violating, COALESCE(p.involved, 0) AS involved
FROM hit_raw h LEFT JOIN placed p ON p.n = h.n`,
]
