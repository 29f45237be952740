import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { quoteLiteral, type Session } from '../../engine/public.ts'
import type { ExplainedHit } from '../../rules/history.ts'

const HIT = { n: 'INTEGER', jr_id: 'VARCHAR', kind: 'VARCHAR', kp_id: 'VARCHAR', psn_no: 'VARCHAR', mdtrt_id: 'VARCHAR', win: 'VARCHAR', severity: 'INTEGER', amount: 'BIGINT', amount_status: 'INTEGER', actual: 'DOUBLE', lim: 'DOUBLE', message: 'VARCHAR', facts: 'VARCHAR' } as const // prettier-ignore
const ROW = { n: 'INTEGER', role: 'INTEGER', place: 'INTEGER', sn: 'VARCHAR', mdtrt_id: 'VARCHAR', share: 'BIGINT' } as const // prettier-ignore
const LAYOUTS = { new_hit: HIT, new_hit_row: ROW } as const
type HitTable = keyof typeof LAYOUTS

/** Appends rows to a file that DuckDB reads as a table; written aside because a run may have millions. */
function openRows(path: string): { add(row: object): void; close(): void } {
  const file = openSync(path, 'w')
  let waiting: string[] = []
  const flush = () => {
    if (waiting.length > 0) writeSync(file, `${waiting.join('\n')}\n`)
    waiting = []
  }
  return {
    add: (row) => {
      waiting.push(JSON.stringify(row))
      if (waiting.length >= 2000) flush()
    },
    close: () => {
      flush()
      closeSync(file)
    },
  }
}

/** Takes such a file in as `table` and removes it. */
async function takeRows(session: Session, table: HitTable, path: string): Promise<void> {
  const columns = Object.entries(LAYOUTS[table]).map(([name, type]) => `${name}: '${type}'`)
  await session.run(`CREATE OR REPLACE TABLE ${table} AS SELECT * FROM read_json(${quoteLiteral(path)},
    format = 'newline_delimited', columns = {${columns.join(', ')}})`)
  rmSync(path, { force: true })
}

interface HitWriter {
  add(hits: readonly ExplainedHit[]): void
  /** Takes everything in as tables `new_hit` and `new_hit_row` (role 1 violating, 2 involved), numbered from 0. */
  finish(session: Session): Promise<void>
}

/** Hits of a scan as they are found. `scratch` is the beginning of the names of two files. */
export function openHitWriter(scratch: string): HitWriter {
  const [hitFile, rowFile] = [`${scratch}-hit.json`, `${scratch}-row.json`]
  const [hitRows, rowRows] = [openRows(hitFile), openRows(rowFile)]
  let n = 0
  const addRows = ({ violating, involved }: ExplainedHit) => {
    let place = 0
    for (const row of violating) rowRows.add({ n, role: 1, place: place++, sn: row.sn, mdtrt_id: row.mdtrtId, share: Number(row.amount) }) // prettier-ignore
    for (const row of involved) rowRows.add({ n, role: 2, place: place++, sn: row.sn, mdtrt_id: row.mdtrtId, share: 0 })
  }
  return {
    add: (hits) => {
      for (const hit of hits) {
        const { jrId, kind, kpId, psnNo, mdtrtId, window, severity, amount, amountStatus, actual, limit, message } = hit
        const facts = JSON.stringify(Object.fromEntries(hit.facts.map(({ label, value }) => [label, value])))
        hitRows.add({ n, jr_id: jrId, kind, kp_id: kpId, psn_no: psnNo, mdtrt_id: mdtrtId, win: window, severity, amount: Number(amount), amount_status: amountStatus, actual, lim: limit, message, facts }) // prettier-ignore
        addRows(hit)
        n += 1
      }
    },
    finish: async (session) => {
      hitRows.close()
      rowRows.close()
      await takeRows(session, 'new_hit', hitFile)
      await takeRows(session, 'new_hit_row', rowFile)
    },
  }
}
