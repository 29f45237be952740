/**
 * Messages as received → the relations that shapes read. Tables expected: `claim_person`, `claim_visit`, `claim_line`,
 * `claim_aggregate` with the columns below; `NET_SQL` nets them (same rules as `netClaims`), `CLAIM_RELATIONS` gives every
 * person, visit, code and row its number.
 */
export const CLAIM_TABLES = {
  claim_person: 'psn_no VARCHAR, brdy DATE, gend INTEGER, die_date DATE, pregnant BOOLEAN, lactating BOOLEAN',
  claim_visit:
    'mdtrt_id VARCHAR, psn_no VARCHAR, rev INTEGER, void BOOLEAN, mode VARCHAR, med_type VARCHAR, insutype VARCHAR, adm DATE, dsc DATE, inst VARCHAR, tier INTEGER, hosp_type VARCHAR, dept VARCHAR, disease_no VARCHAR, internet BOOLEAN, dx VARCHAR[], ops VARCHAR[], dscg_way VARCHAR, receiving_inst VARCHAR, birth_weight INTEGER, gest_weeks INTEGER, reported_days INTEGER, cert VARCHAR, inst_designated BOOLEAN, batch_share BIGINT',
  claim_line:
    'sn VARCHAR, rev INTEGER, init_sn VARCHAR, mdtrt_id VARCHAR, code VARCHAR, name VARCHAR, time TIMESTAMP, qty BIGINT, price BIGINT, amt BIGINT, inscp BIGINT, dept VARCHAR, title INTEGER, has_doctor BOOLEAN, days INTEGER, dose BIGINT, rx VARCHAR, consent BOOLEAN, approval INTEGER, delay_hours INTEGER, executed BOOLEAN, cash_price BIGINT',
  claim_aggregate: 'id VARCHAR, inst VARCHAR, code VARCHAR, day DATE, num BIGINT, den BIGINT, volume BIGINT',
} as const

const DAYS = (date: string) => `date_diff('day', DATE '1970-01-01', ${date})`
const BIT = (flag: string) => `CASE WHEN ${flag} THEN 1 WHEN NOT ${flag} THEN 0 END`
const latest = (table: string, id: string, tie: string) => `SELECT * FROM ${table} QUALIFY row_number() OVER (PARTITION BY ${id} ORDER BY rev DESC, ${tie} DESC) = 1` // prettier-ignore
const TEXT = (column: string) => `COALESCE(CAST(${column} AS VARCHAR), '')`

export const NET_SQL: readonly string[] = [
  `CREATE OR REPLACE TABLE net_visit AS SELECT * FROM (${latest('claim_visit', 'mdtrt_id', `adm || '|' || ${TEXT('dsc')} || '|' || ${TEXT('mode')} || '|' || array_to_string(dx, ',')`)}) WHERE NOT void`,
  `CREATE OR REPLACE TABLE net_line AS
WITH line AS (${latest('claim_line', 'sn', `strftime(time, '%Y-%m-%d %H:%M:%S') || '|' || code || '|' || ${TEXT('qty')} || '|' || ${TEXT('inscp')}`)}),
take AS (SELECT init_sn, SUM(COALESCE(qty, 0)) AS qty, SUM(COALESCE(amt, 0)) AS amt, SUM(COALESCE(inscp, 0)) AS inscp FROM line WHERE init_sn IS NOT NULL GROUP BY init_sn)
SELECT l.* REPLACE (CAST(l.qty + COALESCE(t.qty, 0) AS BIGINT) AS qty,
  CAST(CASE WHEN t.init_sn IS NULL OR l.amt IS NULL THEN l.amt ELSE greatest(0, l.amt + t.amt) END AS BIGINT) AS amt, CAST(CASE WHEN t.init_sn IS NULL OR l.inscp IS NULL THEN l.inscp ELSE greatest(0, l.inscp + t.inscp) END AS BIGINT) AS inscp)
FROM line l LEFT JOIN take t ON t.init_sn = l.sn
WHERE l.init_sn IS NULL AND l.mdtrt_id IN (SELECT mdtrt_id FROM net_visit) AND NOT COALESCE(t.init_sn IS NOT NULL AND l.qty + t.qty <= 0, FALSE)`,
]

const ROW_COLUMNS = 'qty, price, amt, inscp, title, hasDoctor, days, dose, consent, approval, delayHours, executed, cashPrice, num, den, volume, dept, rx' // prettier-ignore
const NO_LINE = `NULL AS qty, NULL AS price, NULL AS amt, NULL AS inscp, NULL AS title, NULL AS hasDoctor, NULL AS days, NULL AS dose, 0 AS consent, 0 AS approval, NULL AS delayHours, NULL AS executed, NULL AS cashPrice, NULL AS num, NULL AS den, NULL AS volume, NULL AS dept, NULL AS rx`
const ADM_TIME = 'CAST(v.adm AS BIGINT) * 86400'

export const CLAIM_RELATIONS: readonly string[] = [
  `CREATE OR REPLACE TABLE rule_person AS
WITH everyone AS (SELECT psn_no FROM net_visit UNION SELECT 'inst:' || inst FROM claim_aggregate)
SELECT CAST(row_number() OVER (ORDER BY e.psn_no) AS INTEGER) AS psn, e.psn_no, ${DAYS('p.brdy')} AS brdy, ${DAYS('p.die_date')} AS dieDate, p.gend, ${BIT('p.pregnant')} AS pregnant, ${BIT('p.lactating')} AS lactating
FROM everyone e LEFT JOIN claim_person p ON p.psn_no = e.psn_no`,
  `CREATE OR REPLACE TABLE rule_visit AS
SELECT CAST(row_number() OVER (ORDER BY v.mdtrt_id) AS INTEGER) AS visit, p.psn, v.mdtrt_id, v.mode, v.med_type AS medType, v.insutype, v.inst, v.tier, v.hosp_type AS hospType, v.dept, v.disease_no AS diseaseNo,
  ${DAYS('v.adm')} AS adm, ${DAYS('v.dsc')} AS dsc, ${BIT('v.internet')} AS internet, v.birth_weight AS birthWeight, v.gest_weeks AS gestWeeks, v.reported_days AS reportedDays,
  ${BIT('v.inst_designated')} AS instDesignated, v.batch_share AS batchShare, v.dscg_way AS dscgWay, v.receiving_inst AS receivingInst, v.cert
FROM net_visit v JOIN rule_person p ON p.psn_no = v.psn_no`,
  ...(['dx', 'op'] as const).map(
    (bag) =>
      `CREATE OR REPLACE TABLE rule_${bag} AS SELECT DISTINCT v.visit, x.code FROM (SELECT mdtrt_id, unnest(${bag === 'dx' ? 'dx' : 'ops'}) AS code FROM net_visit) x JOIN rule_visit v ON v.mdtrt_id = x.mdtrt_id`,
  ),
  `CREATE OR REPLACE TABLE text_row AS
SELECT 0 AS src, v.psn, v.visit, l.sn, l.code AS text, CAST(epoch(l.time) AS BIGINT) AS time, l.qty, l.price, l.amt, l.inscp, l.title, ${BIT('l.has_doctor')} AS hasDoctor, l.days, l.dose, ${BIT('l.consent')} AS consent, l.approval,
  l.delay_hours AS delayHours, ${BIT('l.executed')} AS executed, l.cash_price AS cashPrice, NULL AS num, NULL AS den, NULL AS volume, l.dept, l.rx
FROM net_line l JOIN rule_visit v ON v.mdtrt_id = l.mdtrt_id
UNION ALL BY NAME SELECT 1 AS src, v.psn, v.visit, 'visit:' || v.mdtrt_id AS sn, 'visit:' || COALESCE(v.mode, '?') AS text, ${ADM_TIME} AS time, ${NO_LINE.replace('NULL AS inscp', 'COALESCE(m.inscp, 0) AS inscp')}
FROM rule_visit v LEFT JOIN (SELECT mdtrt_id, CAST(SUM(inscp) AS BIGINT) AS inscp FROM net_line GROUP BY mdtrt_id) m ON m.mdtrt_id = v.mdtrt_id
${(['dx', 'op'] as const)
  .map(
    (bag, i) =>
      `UNION ALL BY NAME SELECT ${2 + i} AS src, v.psn, v.visit, '${bag}:' || v.mdtrt_id || ':' || d.code AS sn, '${bag}:' || d.code AS text, ${ADM_TIME} AS time, ${NO_LINE} FROM rule_${bag} d JOIN rule_visit v ON v.visit = d.visit`,
  )
  .join('\n')}
UNION ALL BY NAME SELECT 4 AS src, p.psn, NULL AS visit, 'agg:' || a.id AS sn, a.code AS text, ${DAYS('a.day')} * 86400 AS time, ${NO_LINE.replace('NULL AS num, NULL AS den, NULL AS volume', 'a.num, a.den, a.volume')}
FROM claim_aggregate a JOIN rule_person p ON p.psn_no = 'inst:' || a.inst`,
  `CREATE OR REPLACE TABLE rule_code AS SELECT CAST(row_number() OVER (ORDER BY text) AS INTEGER) AS code, text, CASE WHEN text LIKE 'X%' OR text LIKE 'Z%' THEN substr(text, 1, 14) ELSE text END AS generic, starts_with(text, 'T') AS herb FROM (SELECT DISTINCT text FROM text_row)`,
  `CREATE OR REPLACE TABLE rule_row AS SELECT row_number() OVER () AS rid, r.src, r.psn, r.visit, r.sn, c.code, CAST(r.time // 86400 AS INTEGER) AS day, r.time, ${ROW_COLUMNS} FROM text_row r JOIN rule_code c ON c.text = r.text`,
]
