import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cellCount, quoteLiteral, type Session } from '../../engine/public.ts'
import { readState } from '../../log/public.ts'
import { findPrepared, type Prepared } from '../../prepare/prepared.ts'
import { explainHistory } from '../../rules/explain-history.ts'
import { readRuns, runFolder, type RunFile } from '../run-file.ts'
import { MISSING_DATA, ruleModelId } from './rule-words.ts'
import { type GatherContext, type Gathered, type RuleRunOptions, scanInto } from './scan-into.ts'
import { findTouched } from './touched-persons.ts'

/** With more persons touched than this part of all, scanning everything costs less. */
const MOST_TOUCHED = 0.4

/**
 * After new data: only the persons it touches are scanned again, the other hits are taken from the last run of the same release on an
 * earlier snapshot. The result is that of a full scan. Undefined when there is no such run, or when everybody is concerned.
 */
export async function carryOver(
  session: Session,
  options: RuleRunOptions,
  context: GatherContext,
): Promise<Gathered | undefined> {
  const { dataDirectory } = options
  const earlier = earlierRun(dataDirectory, context)
  if (!earlier) return undefined
  const folder = runFolder(dataDirectory, earlier.run.run_id)
  const [hits, rows] = ['hit', 'hit_row'].map((name) => join(folder, `${name}.parquet`)) as [string, string]
  if (!existsSync(hits) || !existsSync(rows)) return undefined
  const change = {
    dataDirectory,
    before: earlier.before,
    after: context.prepared,
    earlierHits: hits,
    earlierRows: rows,
  }
  if (!(await findTouched(session, change))) return undefined
  const oldPerson = `read_parquet(${quoteLiteral(join(dataDirectory, earlier.before.folder, 'person.parquet'))})`
  const persons = await personsOf(session, 'person')
  if (persons.length > MOST_TOUCHED * (context.prepared.rows['person'] ?? 0)) return undefined
  const now = await scanInto(session, options, { ...context, persons })
  const then = await explainHistory(
    { ...options, snapshot: earlier.before.snapshot, persons: await personsOf(session, oldPerson), onProgress: () => undefined }, // prettier-ignore
    context.compiled,
    () => undefined,
  )
  const carried = await joinHits(session, hits, rows)
  return {
    hits: carried.all,
    cannotTell: cannotTellNow(earlier.run, then.cannotTell, now.cannotTell),
    failed: now.failed,
    carried: { run_id: earlier.run.run_id, hits: carried.kept, rescanned_persons: persons.length },
  }
}

/** The last run of rules, when it is of this release and this way of preparing, on a snapshot whose preparation is still there. */
function earlierRun(dataDirectory: string, { compiled, prepared }: GatherContext) {
  const run = readRuns(dataDirectory).find(({ kind }) => kind === 'rules')
  if (!run?.rules || run.rules.release_hash !== compiled.hash || run.rules.basis !== prepared.basis) return undefined
  if (run.snapshot === prepared.snapshot || run.models.some(({ state }) => state === 'failed')) return undefined
  const before: Prepared | undefined = findPrepared(readState(dataDirectory), run.snapshot, prepared.basis)
  return before && existsSync(join(dataDirectory, before.folder)) ? { run, before } : undefined
}

/** The numbers persons are scanned by: nobody is an empty list. */
async function personsOf(session: Session, person: string): Promise<string[]> {
  const rows = await session.rows(`SELECT psn_no FROM ${person} WHERE psn_no IN (SELECT psn_no FROM touched_number)
    UNION SELECT p.psn_no FROM ${person} p WHERE len(p.all_psn_nos) > 1 AND EXISTS (SELECT 1 FROM touched_number t WHERE list_contains(p.all_psn_nos, t.psn_no)) ORDER BY 1`)
  return rows.map((row) => String(row['psn_no']))
}

async function joinHits(session: Session, hits: string, rows: string) {
  const [hit, row] = [hits, rows].map((path) => `read_parquet(${quoteLiteral(path)})`)
  await session.run(`CREATE OR REPLACE TABLE kept_hit AS SELECT h.n AS old_n, CAST((SELECT COUNT(*) FROM new_hit) + row_number() OVER (ORDER BY h.jr_id, h.n) - 1 AS INTEGER) AS n, h.* EXCLUDE (n)
    FROM ${hit} h WHERE NOT EXISTS (SELECT 1 FROM touched_number t WHERE t.psn_no = h.psn_no)`)
  await session.run(
    `CREATE OR REPLACE TABLE hit_raw AS SELECT * FROM new_hit UNION ALL BY NAME SELECT * EXCLUDE (old_n) FROM kept_hit`,
  )
  await session.run(`CREATE OR REPLACE TABLE hit_row_raw AS SELECT * FROM new_hit_row
    UNION ALL BY NAME SELECT k.n, r.* EXCLUDE (n, code) FROM ${row} r JOIN kept_hit k ON k.old_n = r.n`)
  const counted = await session.row('SELECT (SELECT COUNT(*) FROM hit_raw) AS all_hits, (SELECT COUNT(*) FROM kept_hit) AS kept') // prettier-ignore
  return { all: cellCount(counted['all_hits']), kept: cellCount(counted['kept']) }
}

/** What was open before, without what the touched persons had open then, and with what they have open now. */
function cannotTellNow(run: RunFile, then: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>) {
  const open = new Map<string, number>()
  const add = (kind: string, n: number) => open.set(kind, (open.get(kind) ?? 0) + n)
  for (const { model_id, cannot_tell } of run.models)
    for (const { reason, n } of cannot_tell) if (reason === MISSING_DATA) add(model_id.slice(ruleModelId('').length), n)
  for (const [kind, n] of then) add(kind, -n)
  for (const [kind, n] of now) add(kind, n)
  return new Map([...open].filter(([, n]) => n > 0))
}
