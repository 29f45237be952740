import { basename, join } from 'node:path'
import { cellCount, quoteIdent, quoteList, quoteLiteral, type Session } from '../../engine/public.ts'
import { type ImportRecord, odsDirectory, readState } from '../../log/public.ts'
import type { Prepared } from '../../prepare/prepared.ts'

/** Tables without persons that no rule scan reads. */
const UNREAD: readonly string[] = ['dr_b', 'inv_d', 'watch_list_b']
/** How a row without a person's number says whose it is. */
const OWNERS = { mdtrt_id: 'ods_mdtrt_d', setl_id: 'ods_setl_d' } as const

interface Change {
  readonly dataDirectory: string
  readonly before: Prepared
  readonly after: Prepared
  /** `hit_row.parquet` of the run to carry over. */
  readonly earlierRows: string
  readonly earlierHits: string
}

/**
 * Table `touched_number(psn_no)`: every number of every person whose rows differ between two snapshots, as either snapshot sees persons;
 * the session shows the later one. False when what changed concerns everybody: institutions, catalogues.
 */
export async function findTouched(session: Session, change: Change): Promise<boolean> {
  const { dataDirectory, before, after } = change
  const seq = (prepared: Prepared) => Number(prepared.snapshot.slice(1))
  const imports = readState(dataDirectory).imports.filter((one) => one.seq > seq(before) && one.seq <= seq(after))
  await session.run('CREATE OR REPLACE TABLE touched_number(psn_no VARCHAR)')
  for (const record of imports) if (!(await addOf(session, record, dataDirectory))) return false
  const old = (table: string) => `read_parquet(${quoteLiteral(join(dataDirectory, before.folder, `${table}.parquet`))})`
  // A renamed item changes the sentences of hits on it.
  await session.run(`INSERT INTO touched_number SELECT DISTINCT h.psn_no FROM read_parquet(${quoteLiteral(change.earlierRows)}) r
    JOIN (SELECT a.item_code FROM ${old('item')} a JOIN item b ON b.item_code = a.item_code WHERE a.item_name IS DISTINCT FROM b.item_name) c ON c.item_code = r.code
    JOIN read_parquet(${quoteLiteral(change.earlierHits)}) h ON h.n = r.n`)
  await closeOver(session, old('person'))
  return true
}

async function addOf(session: Session, { payload }: ImportRecord, dataDirectory: string): Promise<boolean> {
  for (const [table, { parts, removals }] of Object.entries(payload.tables)) {
    const full = parts.filter(({ rows }) => rows > 0)
    if ((full.length === 0 && removals.length === 0) || UNREAD.includes(table)) continue
    for (const part of full) {
      const rows = `read_parquet(${quoteLiteral(join(dataDirectory, part.path))})`
      if (!(await addNumbers(session, rows, part.columns))) return false
    }
    for (const removal of removals) {
      for (const name of Object.keys(removal.parts)) {
        const path = join(odsDirectory(dataDirectory), table, basename(name))
        const gone = `SELECT p.* FROM read_parquet(${quoteLiteral(path)}, file_row_number = true) p
          SEMI JOIN (SELECT row AS file_row_number FROM read_parquet(${quoteList([join(dataDirectory, removal.path)])}) WHERE part = ${quoteLiteral(name)}) g USING (file_row_number)`
        const columns = (await session.describe(`SELECT * FROM read_parquet(${quoteLiteral(path)})`)).map((c) => c.name)
        if (!(await addNumbers(session, `(${gone})`, columns))) return false
      }
    }
  }
  return true
}

async function addNumbers(session: Session, rows: string, columns: readonly string[]): Promise<boolean> {
  if (columns.includes('psn_no')) {
    await session.run(`INSERT INTO touched_number SELECT DISTINCT psn_no FROM ${rows} WHERE psn_no IS NOT NULL`)
    return true
  }
  const key = (Object.keys(OWNERS) as (keyof typeof OWNERS)[]).find((name) => columns.includes(name))
  if (key === undefined) return false
  await session.run(`INSERT INTO touched_number SELECT DISTINCT o.psn_no FROM ${rows} r JOIN ${OWNERS[key]} o ON o.${quoteIdent(key)} = r.${quoteIdent(key)}`) // prettier-ignore
  return true
}

/** One person may have several numbers, and other ones before than after. */
async function closeOver(session: Session, oldPerson: string): Promise<void> {
  await session.run(`CREATE OR REPLACE TABLE several AS SELECT all_psn_nos FROM person WHERE len(all_psn_nos) > 1
    UNION ALL SELECT all_psn_nos FROM ${oldPerson} WHERE len(all_psn_nos) > 1`)
  for (let before = -1, now = 0; before !== now;) {
    before = now
    await session.run(`CREATE OR REPLACE TABLE touched_number AS SELECT DISTINCT psn_no FROM (
      SELECT psn_no FROM touched_number
      UNION ALL SELECT unnest(s.all_psn_nos) FROM several s WHERE EXISTS (SELECT 1 FROM touched_number t WHERE list_contains(s.all_psn_nos, t.psn_no)))`)
    now = cellCount((await session.row('SELECT COUNT(*) AS n FROM touched_number'))['n'])
  }
}
