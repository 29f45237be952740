import type { Day } from '@yijian/kernel'
import { quoteList, quoteLiteral, type Session } from '../engine/public.ts'

/** Visits outside stays are numbered behind the stays. */
const OFFSET = 1_000_000_000
const DAYS = (date: string) => `(${date} - DATE '1970-01-01')`
/** A decimal as a whole number of its smallest unit; exact, and far cheaper than decimal arithmetic. */
const UNITS = (value: string, scale: number) => `CAST(round(CAST(${value} AS DOUBLE) * ${scale}) AS BIGINT)`
const NO_LINE =
  'NULL AS place, NULL AS qty, NULL AS price, NULL AS amt, NULL AS title, NULL AS hasDoctor, NULL AS days, NULL AS dose, 0 AS consent, 0 AS approval, NULL AS delayHours, NULL AS executed, NULL AS cashPrice, NULL AS num, NULL AS den, NULL AS volume, NULL AS dept, NULL AS rx' // prettier-ignore

/** What of the prepared tables exists for a scan. */
export interface RelationScope {
  readonly to?: Day | undefined
  readonly institutions?: readonly string[] | undefined
  readonly persons?: readonly string[] | undefined
}

/** Conditions of a scope on a table with the given day column. */
function scopeSql({ to, institutions, persons }: RelationScope, day: string): string {
  const conditions = [
    ...(to === undefined ? [] : [`${day} <= DATE ${quoteLiteral(to)}`]),
    ...(institutions === undefined ? [] : [`iid IN (SELECT iid FROM institution WHERE fixmedins_code IN (SELECT unnest(CAST(${quoteList(institutions)} AS VARCHAR[]))))`]), // prettier-ignore
    ...(persons === undefined ? [] : [`pid IN (SELECT pid FROM person WHERE psn_no IN (SELECT unnest(CAST(${quoteList(persons)} AS VARCHAR[]))))`]), // prettier-ignore
  ]
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ')
}

/** The stays, settlements and net fee lines that exist for a scan, as `SELECT`s over the prepared tables. */
export function scopedSql(scope: RelationScope) {
  return {
    stay: `SELECT * FROM stay WHERE ${scopeSql(scope, 'adm')}`,
    settlement: `SELECT * FROM settlement_core WHERE ${scopeSql(scope, 'begndate')}`,
    line: `SELECT * FROM fee_line WHERE ${scopeSql(scope, 'day')}`,
    /** The condition on lines alone. */
    lines: scopeSql(scope, 'day'),
  }
}

/** Codes of everything a rule can name, once per snapshot: items by their number, then visits, diagnoses and operations behind them. */
export const CODE_RELATION = `CREATE OR REPLACE TABLE rule_code AS
WITH texts AS (
  SELECT DISTINCT 'visit:' || COALESCE(mode, '?') AS text FROM (SELECT 'IPT' AS mode UNION ALL SELECT DISTINCT ${modeSql('')} FROM settlement_core)
  UNION SELECT 'dx:' || code FROM (SELECT code FROM stay_diag UNION SELECT main_code FROM settlement_core WHERE main_code IS NOT NULL)
  UNION SELECT 'op:' || code FROM stay_oprn
)
SELECT item_id AS code, item_code AS text, item_name AS name, CASE WHEN item_code LIKE 'X%' OR item_code LIKE 'Z%' THEN substr(item_code, 1, 14) ELSE item_code END AS generic, starts_with(item_code, 'T') AS herb FROM item
UNION ALL SELECT CAST((SELECT COALESCE(MAX(item_id), 0) FROM item) + row_number() OVER (ORDER BY text) AS INTEGER), text, text, text, FALSE FROM texts`

function modeSql(alias: string): string {
  return `CASE WHEN ${alias}emerg AND ${alias}med_class = 'OPT' THEN 'EMERG' ELSE ${alias}med_class END`
}

/**
 * Fee lines that count. A reversal inside a settlement is set off against the item's lines of its day. `rowid` is the place of a line.
 */
export const LINE_RELATIONS: readonly string[] = [
  `CREATE OR REPLACE TEMP TABLE reversed AS SELECT DISTINCT sid, item_id, day FROM scoped_line WHERE cnt < 0`,
  `CREATE OR REPLACE TEMP TABLE settled_line AS
SELECT feedetl_sn, sid, stay_id, pid, item_id, day, fee_time, cnt, pric, amt, inscp, bilg_dept_codg, bilg_dr_code, rx_drord_no FROM scoped_line l
WHERE NOT EXISTS (SELECT 1 FROM reversed r WHERE r.sid = l.sid AND r.item_id = l.item_id AND r.day = l.day)
UNION ALL
SELECT MIN(feedetl_sn), l.sid, MIN(stay_id), MIN(pid), l.item_id, l.day, MIN(fee_time), CAST(SUM(cnt) AS DECIMAL(16,4)), MAX(pric), CAST(SUM(amt) AS DECIMAL(16,2)), CAST(SUM(inscp) AS DECIMAL(16,2)), MIN(bilg_dept_codg), MIN(bilg_dr_code), MIN(rx_drord_no)
FROM scoped_line l JOIN reversed r ON r.sid = l.sid AND r.item_id = l.item_id AND r.day = l.day GROUP BY l.sid, l.item_id, l.day HAVING SUM(cnt) > 0`,
]

/**
 * The prepared tables as the relations that rule scans read. An encounter is a stay, or a settlement outside stays. What the tables do
 * not hold (consent, days supplied, title, discharge destination) is NULL: such rules cannot tell. `v` numbers the visits from 0, person
 * by person.
 */
export const VISIT_RELATIONS: readonly string[] = [
  `CREATE OR REPLACE TEMP VIEW rule_person AS
SELECT pid AS psn, psn_no, ${DAYS('brdy')} AS brdy, ${DAYS('die_date')} AS dieDate, CASE WHEN gend IN ('1', '2') THEN CAST(gend AS INTEGER) END AS gend,
  CAST(NULL AS INTEGER) AS pregnant, CAST(NULL AS INTEGER) AS lactating FROM person`,
  `CREATE OR REPLACE TEMP TABLE rule_visit AS
SELECT CAST(row_number() OVER (ORDER BY psn, visit) - 1 AS INTEGER) AS v, * FROM (
SELECT stay_id AS visit, pid AS psn, stay_key AS mdtrt_id, 'IPT' AS mode, med_type AS medType, insutype, fixmedins_code AS inst, TRY_CAST(tier AS INTEGER) AS tier, hosp_type AS hospType, dept,
  CAST(NULL AS VARCHAR) AS diseaseNo, ${DAYS('adm')} AS adm, ${DAYS('dsc')} AS dsc, CAST(NULL AS INTEGER) AS internet, CAST(NULL AS INTEGER) AS birthWeight, CAST(NULL AS INTEGER) AS gestWeeks,
  CAST(NULL AS INTEGER) AS reportedDays, CAST(NULL AS INTEGER) AS instDesignated, CAST(round(top_minute_share * 1000000) AS BIGINT) AS batchShare, CAST(NULL AS VARCHAR) AS dscgWay,
  CAST(NULL AS VARCHAR) AS receivingInst, CAST(NULL AS VARCHAR) AS cert, ${UNITS('inscp', 100)} AS inscp
FROM scoped_stay
UNION ALL BY NAME
SELECT CAST(s.sid + ${OFFSET} AS INTEGER) AS visit, s.pid AS psn, s.mdtrt_id, ${modeSql('s.')} AS mode, s.med_type AS medType, s.insutype,
  i.fixmedins_code AS inst, TRY_CAST(i.tier AS INTEGER) AS tier, i.hosp_type AS hospType, s.dept, s.dise_no AS diseaseNo, ${DAYS('s.begndate')} AS adm, ${DAYS('s.enddate')} AS dsc, ${UNITS('s.inscp_amt', 100)} AS inscp
FROM scoped_settlement s JOIN institution i ON i.iid = s.iid WHERE s.stay_id IS NULL)`,
  `CREATE OR REPLACE TEMP TABLE rule_dx AS SELECT DISTINCT v.visit, d.code FROM stay_diag d JOIN rule_visit v ON v.visit = d.stay_id
UNION SELECT CAST(sid + ${OFFSET} AS INTEGER), main_code FROM scoped_settlement WHERE stay_id IS NULL AND main_code IS NOT NULL`,
  `CREATE OR REPLACE TEMP TABLE rule_op AS SELECT DISTINCT v.visit, o.code FROM stay_oprn o JOIN rule_visit v ON v.visit = o.stay_id`,
  `CREATE OR REPLACE TEMP VIEW other_row AS
SELECT 1 AS src, visit, 'visit:' || mdtrt_id AS sn, 'visit:' || COALESCE(mode, '?') AS text, inscp FROM rule_visit
UNION ALL BY NAME SELECT 2 AS src, v.visit, 'dx:' || v.mdtrt_id || ':' || d.code AS sn, 'dx:' || d.code AS text FROM rule_dx d JOIN rule_visit v ON v.visit = d.visit
UNION ALL BY NAME SELECT 3 AS src, v.visit, 'op:' || v.mdtrt_id || ':' || d.code AS sn, 'op:' || d.code AS text FROM rule_op d JOIN rule_visit v ON v.visit = d.visit`,
]

/** Every row a rule can look at. Lines of visits outside the scope do not exist. */
export const ROW_RELATION = `
SELECT l.feedetl_sn AS rid, l.rowid AS place, 0 AS src, v.psn, v.visit, v.v, l.feedetl_sn AS sn, l.item_id AS code,
  ${DAYS('l.day')} AS day, epoch_us(l.fee_time) // 1000000 AS time, ${UNITS('l.cnt', 10_000)} AS qty, ${UNITS('l.pric', 100)} AS price, ${UNITS('l.amt', 100)} AS amt, ${UNITS('l.inscp', 100)} AS inscp,
  CAST(NULL AS INTEGER) AS title, CASE WHEN COALESCE(l.bilg_dr_code, '') = '' THEN 0 ELSE 1 END AS hasDoctor, CAST(NULL AS INTEGER) AS days, CAST(NULL AS BIGINT) AS dose, 0 AS consent, 0 AS approval,
  CAST(NULL AS INTEGER) AS delayHours, CAST(NULL AS INTEGER) AS executed, CAST(NULL AS BIGINT) AS cashPrice, CAST(NULL AS BIGINT) AS num, CAST(NULL AS BIGINT) AS den, CAST(NULL AS BIGINT) AS volume, l.bilg_dept_codg AS dept, l.rx_drord_no AS rx
FROM settled_line l JOIN rule_visit v ON v.visit = CASE WHEN l.stay_id IS NOT NULL THEN l.stay_id ELSE CAST(l.sid + ${OFFSET} AS INTEGER) END
UNION ALL BY NAME
SELECT o.sn AS rid, o.src, v.psn, v.visit, v.v, o.sn, c.code, v.adm AS day, CAST(v.adm AS BIGINT) * 86400 AS time, o.inscp, ${NO_LINE}
FROM other_row o JOIN rule_visit v ON v.visit = o.visit JOIN rule_code c ON c.text = o.text`

/** Makes the prepared tables of the session readable for `scanRules`. */
export async function relatePrepared(session: Pick<Session, 'run'>, scope: RelationScope = {}): Promise<void> {
  const { stay, settlement, line } = scopedSql(scope)
  for (const [name, query] of Object.entries({ stay, settlement, line }))
    await session.run(`CREATE OR REPLACE TEMP VIEW scoped_${name} AS ${query}`)
  for (const statement of [CODE_RELATION, ...LINE_RELATIONS, ...VISIT_RELATIONS]) await session.run(statement)
  await session.run(`CREATE OR REPLACE TEMP TABLE rule_row AS ${ROW_RELATION}`)
}
