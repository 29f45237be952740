import type { Session } from '../engine/public.ts'

/** Visits outside stays are numbered behind the stays, codes of visits, diagnoses and operations behind the items. */
const OFFSET = 1_000_000_000
const DAYS = (date: string) => `date_diff('day', DATE '1970-01-01', ${date})`
const NO_LINE =
  'NULL AS qty, NULL AS price, NULL AS amt, NULL AS title, NULL AS hasDoctor, NULL AS days, NULL AS dose, 0 AS consent, 0 AS approval, NULL AS delayHours, NULL AS executed, NULL AS cashPrice, NULL AS num, NULL AS den, NULL AS volume, NULL AS dept, NULL AS rx' // prettier-ignore

/**
 * The prepared tables as the relations that rule scans read. An encounter is a stay, or a settlement outside
 * stays. A reversal inside a settlement is set off against the item's lines of its day. What the tables do not hold (consent, days supplied, title, discharge destination) is NULL: such rules cannot tell.
 */
const PREPARED_RELATIONS: readonly string[] = [
  `CREATE OR REPLACE VIEW rule_person AS
SELECT pid AS psn, psn_no, ${DAYS('brdy')} AS brdy, ${DAYS('die_date')} AS dieDate, CASE WHEN gend IN ('1', '2') THEN CAST(gend AS INTEGER) END AS gend,
  CAST(NULL AS INTEGER) AS pregnant, CAST(NULL AS INTEGER) AS lactating FROM person`,
  `CREATE OR REPLACE TABLE rule_visit AS
SELECT stay_id AS visit, pid AS psn, stay_key AS mdtrt_id, 'IPT' AS mode, med_type AS medType, insutype, fixmedins_code AS inst, TRY_CAST(tier AS INTEGER) AS tier, hosp_type AS hospType, dept,
  CAST(NULL AS VARCHAR) AS diseaseNo, ${DAYS('adm')} AS adm, ${DAYS('dsc')} AS dsc, CAST(NULL AS INTEGER) AS internet, CAST(NULL AS INTEGER) AS birthWeight, CAST(NULL AS INTEGER) AS gestWeeks,
  CAST(NULL AS INTEGER) AS reportedDays, CAST(NULL AS INTEGER) AS instDesignated, CAST(round(top_minute_share * 1000000) AS BIGINT) AS batchShare, CAST(NULL AS VARCHAR) AS dscgWay,
  CAST(NULL AS VARCHAR) AS receivingInst, CAST(NULL AS VARCHAR) AS cert, CAST(inscp * 100 AS BIGINT) AS inscp
FROM stay
UNION ALL BY NAME
SELECT CAST(s.sid + ${OFFSET} AS INTEGER) AS visit, s.pid AS psn, s.mdtrt_id, CASE WHEN s.emerg AND s.med_class = 'OPT' THEN 'EMERG' ELSE s.med_class END AS mode, s.med_type AS medType, s.insutype,
  i.fixmedins_code AS inst, TRY_CAST(i.tier AS INTEGER) AS tier, i.hosp_type AS hospType, s.dept, s.dise_no AS diseaseNo, ${DAYS('s.begndate')} AS adm, ${DAYS('s.enddate')} AS dsc, CAST(s.inscp_amt * 100 AS BIGINT) AS inscp
FROM settlement s JOIN institution i ON i.iid = s.iid WHERE s.stay_id IS NULL`,
  `CREATE OR REPLACE TABLE rule_dx AS SELECT DISTINCT stay_id AS visit, code FROM stay_diag
UNION SELECT CAST(sid + ${OFFSET} AS INTEGER), main_code FROM settlement WHERE stay_id IS NULL AND main_code IS NOT NULL`,
  `CREATE OR REPLACE TABLE rule_op AS SELECT DISTINCT stay_id AS visit, code FROM stay_oprn`,
  `CREATE OR REPLACE TABLE other_row AS
SELECT 1 AS src, psn, visit, 'visit:' || mdtrt_id AS sn, 'visit:' || COALESCE(mode, '?') AS text, CAST(adm AS BIGINT) * 86400 AS time, inscp FROM rule_visit
UNION ALL BY NAME SELECT 2 AS src, v.psn, v.visit, 'dx:' || v.mdtrt_id || ':' || d.code AS sn, 'dx:' || d.code AS text, CAST(v.adm AS BIGINT) * 86400 AS time FROM rule_dx d JOIN rule_visit v ON v.visit = d.visit
UNION ALL BY NAME SELECT 3 AS src, v.psn, v.visit, 'op:' || v.mdtrt_id || ':' || d.code AS sn, 'op:' || d.code AS text, CAST(v.adm AS BIGINT) * 86400 AS time FROM rule_op d JOIN rule_visit v ON v.visit = d.visit`,
  `CREATE OR REPLACE TABLE rule_code AS
SELECT item_id AS code, item_code AS text, CASE WHEN item_code LIKE 'X%' OR item_code LIKE 'Z%' THEN substr(item_code, 1, 14) ELSE item_code END AS generic, starts_with(item_code, 'T') AS herb FROM item
UNION ALL SELECT CAST(${OFFSET} + row_number() OVER (ORDER BY text) AS INTEGER), text, text, FALSE FROM (SELECT DISTINCT text FROM other_row)`,
  `CREATE OR REPLACE TABLE reversed AS SELECT DISTINCT sid, item_id, day FROM fee_line WHERE cnt < 0`,
  `CREATE OR REPLACE VIEW settled_line AS
SELECT feedetl_sn, sid, stay_id, pid, item_id, day, fee_time, cnt, pric, amt, inscp, bilg_dept_codg, bilg_dr_code, rx_drord_no FROM fee_line l
WHERE NOT EXISTS (SELECT 1 FROM reversed r WHERE r.sid = l.sid AND r.item_id = l.item_id AND r.day = l.day)
UNION ALL
SELECT MIN(feedetl_sn), l.sid, MIN(stay_id), MIN(pid), l.item_id, l.day, MIN(fee_time), SUM(cnt), MAX(pric), SUM(amt), SUM(inscp), MIN(bilg_dept_codg), MIN(bilg_dr_code), MIN(rx_drord_no)
FROM fee_line l JOIN reversed r ON r.sid = l.sid AND r.item_id = l.item_id AND r.day = l.day GROUP BY l.sid, l.item_id, l.day HAVING SUM(cnt) > 0`,
  `CREATE OR REPLACE TABLE rule_row AS
SELECT l.feedetl_sn AS rid, 0 AS src, l.pid AS psn, CASE WHEN l.stay_id IS NOT NULL THEN l.stay_id ELSE CAST(l.sid + ${OFFSET} AS INTEGER) END AS visit, l.feedetl_sn AS sn, l.item_id AS code,
  ${DAYS('l.day')} AS day, CAST(epoch(l.fee_time) AS BIGINT) AS time, CAST(l.cnt * 10000 AS BIGINT) AS qty, CAST(l.pric * 100 AS BIGINT) AS price, CAST(l.amt * 100 AS BIGINT) AS amt, CAST(l.inscp * 100 AS BIGINT) AS inscp,
  CAST(NULL AS INTEGER) AS title, CASE WHEN COALESCE(l.bilg_dr_code, '') = '' THEN 0 ELSE 1 END AS hasDoctor, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS dose, 0 AS consent, 0 AS approval,
  CAST(NULL AS INTEGER) AS delayHours, CAST(NULL AS INTEGER) AS executed, CAST(NULL AS BIGINT) AS cashPrice, CAST(NULL AS BIGINT) AS num, CAST(NULL AS BIGINT) AS den, CAST(NULL AS BIGINT) AS volume, l.bilg_dept_codg AS dept, l.rx_drord_no AS rx
FROM settled_line l
UNION ALL BY NAME SELECT o.sn AS rid, o.src, o.psn, o.visit, o.sn, c.code, CAST(o.time // 86400 AS INTEGER) AS day, o.time, o.inscp, ${NO_LINE} FROM other_row o JOIN rule_code c ON c.text = o.text`,
]

/** Makes the prepared tables of the session readable for `scanRules`. */
export async function relatePrepared(session: Pick<Session, 'run'>): Promise<void> {
  for (const statement of PREPARED_RELATIONS) await session.run(statement)
}
