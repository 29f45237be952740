import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLAIM_RELATIONS, CLAIM_TABLES, NET_SQL, type ClaimSet, type Encounter, type Line } from '@yijian/rules'
import { quoteLiteral, type Session } from '../engine/public.ts'

type Value = string | number | bigint | boolean | null | readonly string[]

const CHUNK = 1000
const MANY = 5000

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
  if (rows.length > MANY) return insertMany(session, table, rows)
  for (let from = 0; from < rows.length; from += CHUNK) {
    const values = rows.slice(from, from + CHUNK).map((row) => `(${row.map(cellSql).join(', ')})`)
    await session.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
  }
}

/** Through a file of lines: parsing that many literals as SQL takes ten times as long. */
async function insertMany(session: Session, table: keyof typeof CLAIM_TABLES, rows: readonly (readonly Value[])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'yijian-claims-'))
  try {
    const file = join(folder, `${table}.json`)
    const columns = CLAIM_TABLES[table].split(', ').map((column) => column.split(' ') as [string, string])
    for (let from = 0; from < rows.length; from += CHUNK) {
      const lines = rows.slice(from, from + CHUNK).map((row) => JSON.stringify(row, plainNumber))
      appendFileSync(file, `${lines.join('\n')}\n`)
    }
    const cells = columns.map(([name, type], at) => `CAST(${type === 'VARCHAR' ? `cells ->> ${at}` : `cells -> ${at}`} AS ${type}) AS ${name}`) // prettier-ignore
    await session.run(
      `INSERT INTO ${table} SELECT ${cells.join(', ')} FROM read_json(${quoteLiteral(file)}, format = 'newline_delimited', records = false, columns = {cells: 'JSON'})`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function plainNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

function cellSql(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quoteLiteral(value)
  return Array.isArray(value) ? `CAST([${value.map(quoteLiteral).join(', ')}] AS VARCHAR[])` : String(value)
}
