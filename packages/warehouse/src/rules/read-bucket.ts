import { FEED_WORDS, type ClaimFeed } from '@yijian/rules'
import { quoteLiteral, type Session } from '../engine/public.ts'
import type { GatheredLines } from './gather-lines.ts'
import { LINE_RELATIONS, ROW_RELATION, VISIT_RELATIONS } from './prepared-relations.ts'
import { readColumns } from './read-columns.ts'

export interface BucketOptions {
  readonly lines: GatheredLines
  readonly range: number
  /** Only persons with a line that a rule names need their visits: no rule names a visit, diagnosis or operation by itself. */
  readonly linesOnly: boolean
  readonly signal?: AbortSignal | undefined
}

const MISSING = (value: string) => `COALESCE(CAST(${value} AS DOUBLE), CAST('nan' AS DOUBLE))`
const NUMBER = (value: string) => `COALESCE(CAST(${value} AS INTEGER), -1)`

/**
 * Reads everything of some persons, sorted and numbered: a person by `pid` from the first of the range, a visit by `v`, a word by its
 * number in the type `rule_word`, a fee line by its place. The session keeps `settled_line` of the bucket until the next.
 */
export async function prepareBucket(session: Session, { lines, range: number, linesOnly, signal }: BucketOptions) {
  const persons = lines.ranges[number]!
  const range = `pid BETWEEN ${persons.first} AND ${persons.last}`
  const named = linesOnly ? ` AND pid IN (SELECT pid FROM settled_line)` : ''
  await session.run(
    `CREATE OR REPLACE TEMP ${lines.inFiles ? 'TABLE' : 'VIEW'} bucket_line AS ${lines.linesOf(number)}`,
    signal,
  )
  await session.run(`CREATE OR REPLACE TEMP VIEW scoped_line AS ${lines.net('bucket_line')}`)
  for (const statement of LINE_RELATIONS) await session.run(statement, signal)
  for (const table of ['stay', 'settlement'])
    await session.run(
      `CREATE OR REPLACE TEMP VIEW scoped_${table} AS SELECT * FROM rule_${table} WHERE ${range}${named}`,
    )
  for (const statement of VISIT_RELATIONS) await session.run(statement, signal)
  await session.run(`CREATE OR REPLACE TEMP VIEW rule_row AS ${ROW_RELATION}`)
  await session.run(`CREATE OR REPLACE TEMP TABLE bucket_rx AS
SELECT rx_drord_no AS rx, CAST(row_number() OVER (ORDER BY rx_drord_no) - 1 AS INTEGER) AS n FROM (SELECT DISTINCT rx_drord_no FROM settled_line WHERE rx_drord_no IS NOT NULL)`)
}

export interface Bucket {
  readonly feed: ClaimFeed
  /** Place of each row among the settled lines; −1 when it is not a fee line. */
  readonly place: Int32Array
}

export async function readBucket(session: Session, { lines, range, signal }: BucketOptions): Promise<Bucket> {
  const persons = lines.ranges[range]!
  const read = <S extends Parameters<typeof readColumns>[1]['shape']>(sql: string, shape: S) =>
    readColumns(session, { sql, shape, signal })
  const rows = await read(
    `SELECT CAST(r.src AS UTINYINT), CAST(r.psn - ${persons.first} AS INTEGER), r.v, CAST(r.code AS INTEGER), CAST(r.day AS DOUBLE), CAST(r.time AS DOUBLE), ${['qty', 'price', 'amt', 'inscp', 'hasDoctor'].map((name) => MISSING(`r.${name}`)).join(', ')},
  ${NUMBER('d.n')}, ${NUMBER('x.n')}, ${NUMBER('r.place')}
FROM rule_row r JOIN rule_wanted w ON w.code = r.code LEFT JOIN rule_dept d ON d.dept = r.dept LEFT JOIN bucket_rx x ON x.rx = r.rx
ORDER BY r.psn, r.time, r.sn`,
    { src: 'byte', person: 'int', visit: 'int', code: 'int', day: 'double', time: 'double', qty: 'double', price: 'double', amt: 'double', inscp: 'double', hasDoctor: 'double', dept: 'int', rx: 'int', place: 'int' } as const,
  ) // prettier-ignore
  const visits = await read(
    `SELECT mdtrt_id, CAST(psn - ${persons.first} AS INTEGER), ${['adm', 'dsc', 'tier', 'batchShare'].map(MISSING).join(', ')}, ${FEED_WORDS.map((name) => wordSql(name)).join(', ')} FROM rule_visit ORDER BY v`,
    { mdtrtId: 'text', visitPerson: 'int', adm: 'double', dsc: 'double', tier: 'double', batchShare: 'double', mode: 'int', medType: 'int', insutype: 'int', inst: 'int', hospType: 'int', diseaseNo: 'int' } as const,
  ) // prettier-ignore
  const bags = async (bag: 'dx' | 'op') =>
    read(
      `SELECT v.v, c.code FROM rule_${bag} b JOIN rule_visit v ON v.visit = b.visit JOIN rule_code c ON c.text = ${quoteLiteral(`${bag}:`)} || b.code ORDER BY v.v, b.code`,
      { visit: 'int', code: 'int' } as const,
    )
  const dx = await bags('dx')
  const op = await bags('op')
  const people = await read(
    `SELECT psn_no, ${['brdy', 'dieDate', 'gend'].map(MISSING).join(', ')} FROM range(${persons.first}, ${persons.last + 1}) g(pid) LEFT JOIN rule_person ON psn = pid ORDER BY pid`,
    { psnNo: 'text', brdy: 'double', dieDate: 'double', gend: 'double' } as const,
  )
  const rx = await read('SELECT rx FROM bucket_rx ORDER BY n', { rx: 'text' } as const)
  const { mode, medType, insutype, inst, hospType, diseaseNo, ...visit } = visits
  return {
    place: rows.place,
    feed: {
      ...rows, ...visit, ...people, rows: rows.length, visits: visits.length, persons: people.length, rxText: rx.rx,
      visitWord: { mode, medType, insutype, inst, hospType, diseaseNo },
      dxVisit: dx.visit, dx: dx.code, opVisit: op.visit, op: op.code,
    },
  } // prettier-ignore
}

/** Words are few: the engine turns them into their number while it reads. */
function wordSql(name: string): string {
  return `COALESCE(CAST(enum_code(CAST(${name} AS rule_word)) AS INTEGER), -1)`
}

/** Numbers of the fee lines at some places. */
export async function readNumbers(session: Session, places: Int32Array, signal?: AbortSignal) {
  const wanted = `SELECT unnest(CAST(string_split(${quoteLiteral(places.join())}, ',') AS INTEGER[])) AS place`
  return readColumns(session, {
    sql: `SELECT w.place, l.feedetl_sn FROM (${wanted}) w JOIN settled_line l ON l.rowid = w.place`,
    shape: { place: 'int', sn: 'text' } as const,
    signal,
  })
}
