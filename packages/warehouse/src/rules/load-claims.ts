import { CLAIM_RELATIONS, CLAIM_TABLES, NET_SQL, type ClaimSet, type Encounter, type Line } from '@yijian/rules'
import { quoteLiteral, type Session } from '../engine/public.ts'

type Value = string | number | bigint | boolean | null | readonly string[]

const CHUNK = 1000

/** Puts claims as received into the session, nets them there and numbers everything: ready for `scanRules`. */
export async function loadClaims(session: Session, claims: ClaimSet): Promise<void> {
  await insert(session, 'claim_person', claims.persons.map((p) => [p.psnNo, p.brdy, p.gend, p.dieDate, p.pregnant, p.lactating])) // prettier-ignore
  await insert(session, 'claim_visit', claims.encounters.map(visitRow)) // prettier-ignore
  await insert(session, 'claim_line', claims.lines.map(lineRow)) // prettier-ignore
  await insert(session, 'claim_aggregate', claims.aggregates.map((a) => [a.id, a.inst, a.code, a.day, a.num, a.den, a.volume])) // prettier-ignore
  for (const statement of [...NET_SQL, ...CLAIM_RELATIONS]) await session.run(statement)
}

function visitRow(v: Encounter): Value[] {
  return [v.mdtrtId, v.psnNo, v.rev, v.void, v.mode, v.medType, v.insutype, v.adm, v.dsc, v.inst, v.tier, v.hospType, v.dept, v.diseaseNo, v.internet, v.dx, v.ops, v.dscgWay, v.receivingInst, v.birthWeight, v.gestWeeks, v.reportedDays, v.cert, v.instDesignated, v.batchShare] // prettier-ignore
}

function lineRow(l: Line): Value[] {
  return [l.sn, l.rev, l.initSn, l.mdtrtId, l.code, l.name, l.time, l.qty, l.price, l.amt, l.inscp, l.dept, l.title, l.hasDoctor, l.days, l.dose, l.rx, l.consent, l.approval, l.delayHours, l.executed, l.cashPrice] // prettier-ignore
}

async function insert(session: Session, table: keyof typeof CLAIM_TABLES, rows: readonly (readonly Value[])[]) {
  await session.run(`CREATE OR REPLACE TABLE ${table}(${CLAIM_TABLES[table]})`)
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK).map((row) => `(${row.map(cellSql).join(', ')})`)
    await session.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
  }
}

function cellSql(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quoteLiteral(value)
  return Array.isArray(value) ? `CAST([${value.map(quoteLiteral).join(', ')}] AS VARCHAR[])` : String(value)
}
