import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { AppError } from '@yijian/kernel'
import { cellCount, cellText, openEngine, type Session } from '../engine/public.ts'
import {
  appendRetrying,
  ensureDirectory,
  foldLog,
  readLog,
  syncPath,
  tmpDirectory,
  type WarehouseState,
} from '../log/public.ts'
import { loadTables, warehouseViews } from '../tables/public.ts'
import { executePreparation, type PreparationProgress } from './execute.ts'
import { createInputs } from './inputs.ts'
import { parquetStore } from './parquet-store.ts'
import { findPrepared, loadBasis, type Basis, type Prepared, toPrepared } from './prepared.ts'
import { BUCKET_PARTS, type PreparationStep, STEPS_AFTER_LINES, STEPS_BEFORE_LINES } from './steps.ts'

export interface PrepareOptions {
  readonly dataDirectory: string
  readonly contentDirectory: string
  readonly region?: string
  /** The snapshot to prepare; default is the latest. An older one is made from the log as it was. */
  readonly snapshot?: string
  readonly memoryLimit?: string
  readonly threads?: number
  readonly onProgress?: (progress: PreparationProgress) => void
  readonly signal?: AbortSignal
  /** Called at named instants, for crash tests. */
  readonly onStep?: (step: string) => void
}

export const dwdDirectory = (dataDirectory: string): string => join(dataDirectory, 'warehouse', 'dwd')

/** The state of the log when `snapshot` was the latest one. Throws when the log knows no such snapshot. */
export function stateAt(dataDirectory: string, snapshot?: string): WarehouseState & { readonly snapshot: string } {
  const log = readLog(dataDirectory)
  const latest = foldLog(log)
  if (latest.snapshot === undefined) throw new AppError('missing', 'snapshot.none', '仓库里还没有数据，请先导入')
  if (snapshot === undefined || snapshot === latest.snapshot) return { ...latest, snapshot: latest.snapshot }
  const seq = Number(snapshot.slice(1))
  if (log[seq - 1]?.kind !== 'import') throw new AppError('missing', 'snapshot.unknown', `没有数据快照 ${snapshot}`)
  return { ...latest, ...pastTables(foldLog(log.slice(0, seq))), snapshot }
}

const pastTables = (past: WarehouseState): Pick<WarehouseState, 'tables' | 'imports'> => ({
  tables: past.tables,
  imports: past.imports,
})

/**
 * Makes the tables models read from a snapshot, once: a published preparation of the same snapshot, statements, settings and code
 * sets is returned as it is. Nothing is visible before the log names it.
 */
export async function prepareSnapshot(options: PrepareOptions): Promise<Prepared> {
  const state = stateAt(options.dataDirectory, options.snapshot)
  const basis = loadBasis(options.contentDirectory, options.region)
  const known = findPrepared(state, state.snapshot, basis.hash)
  if (known && existsSync(join(options.dataDirectory, known.folder))) return known
  sweep(options.dataDirectory)
  const folder = join(
    dwdDirectory(options.dataDirectory),
    `${state.snapshot}-${basis.hash.slice(0, 8)}-${process.pid}-${randomBytes(4).toString('hex')}`,
  )
  try {
    const prepared = await build(options, { state, basis, folder })
    options.onStep?.('prepare.built')
    return await publish(options.dataDirectory, prepared)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

interface Work {
  readonly state: WarehouseState & { readonly snapshot: string }
  readonly basis: Basis
  readonly folder: string
}

const LINES_PER_BUCKET = 1_500_000

async function build(options: PrepareOptions, { state, basis, folder }: Work): Promise<Prepared> {
  const started = Date.now()
  const { dataDirectory, contentDirectory, signal } = options
  const tempDirectory = join(tmpDirectory(dataDirectory), `${process.pid}-prepare-${randomBytes(6).toString('hex')}`)
  ensureDirectory(tmpDirectory(dataDirectory))
  const engine = await openEngine({
    memoryLimit: options.memoryLimit ?? '5GB',
    threads: options.threads ?? 2,
    tempDirectory,
  })
  try {
    await engine.run(warehouseViews({ dataDirectory, tables: loadTables(contentDirectory), state }))
    const lines = (state.tables.get('fee_list_d')?.parts ?? []).reduce((sum, part) => sum + part.rows, 0)
    const buckets = Math.min(96, Math.max(1, Math.ceil(lines / LINES_PER_BUCKET)))
    await createInputs(engine, { ...basis, buckets })
    const store = parquetStore(engine, { folder, buckets, ...(signal ? { signal } : {}) })
    await executePreparation(store, options)
    for (const step of internalSteps()) rmSync(pathOf(folder, step), { recursive: true, force: true })
    return {
      ...(await facts(engine)),
      snapshot: state.snapshot,
      basis: basis.hash,
      folder: relative(dataDirectory, folder).replaceAll('\\', '/'),
      los_mode: basis.settings.los_mode,
      buckets,
      duration_ms: Date.now() - started,
    }
  } finally {
    engine.close()
  }
}

const internalSteps = (): readonly PreparationStep[] =>
  [...STEPS_BEFORE_LINES, ...BUCKET_PARTS, ...STEPS_AFTER_LINES].filter((step) => step.kind === 'internal')

function pathOf(folder: string, step: PreparationStep): string {
  const parts = join(folder, step.table)
  return existsSync(parts) ? parts : join(folder, `${step.table}.parquet`)
}

async function facts(session: Session): Promise<Pick<Prepared, 'rows' | 'counts' | 'as_of'>> {
  const published = [...STEPS_BEFORE_LINES, ...BUCKET_PARTS, ...STEPS_AFTER_LINES].filter(
    (s) => s.kind === 'publish' || s.kind === 'sorted',
  )
  const counted = await session.row(
    `SELECT ${published.map((s) => `(SELECT COUNT(*) FROM ${s.table}) AS ${s.table}`).join(', ')}`,
  )
  const rows = Object.fromEntries(
    published.map((s) => [s.table === 'settlement_core' ? 'settlement' : s.table, cellCount(counted[s.table])]),
  )
  const counts = (await session.rows('SELECT step, reason, label, n FROM prep_count ORDER BY step, reason')).map(
    (r) => ({
      step: cellCount(r['step']),
      reason: cellText(r['reason']) ?? '',
      label: cellText(r['label']) ?? '',
      n: cellCount(r['n']),
    }),
  )
  const last = await session.row(
    'SELECT COALESCE((SELECT MAX(setl_day) FROM settlement_core), (SELECT MAX(dsc) FROM stay)) AS as_of',
  )
  return { rows, counts, as_of: cellText(last['as_of']) ?? null }
}

/** Everything to the disk, then one log entry; when somebody else published the same meanwhile, theirs is used. */
async function publish(dataDirectory: string, prepared: Prepared): Promise<Prepared> {
  const folder = join(dataDirectory, prepared.folder)
  syncTree(folder)
  const entry = await appendRetrying(dataDirectory, (entries) => {
    const taken = findPrepared(foldLog(entries), prepared.snapshot, prepared.basis)
    return taken && existsSync(join(dataDirectory, taken.folder)) ? undefined : { kind: 'prepare', payload: prepared }
  })
  if (entry) return toPrepared(entry)
  rmSync(folder, { recursive: true, force: true })
  const theirs = findPrepared(foldLog(readLog(dataDirectory)), prepared.snapshot, prepared.basis)
  if (!theirs) throw new Error('a published preparation vanished')
  return theirs
}

/** Flushes every file and folder below a folder. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else syncPath(path)
  }
  syncPath(folder)
}

const KEPT_PREPARATIONS = 3
const REMOVED = '.removed'

/**
 * Removes half-built folders whose builder is dead, and all published ones but the newest: a preparation that is wanted again is made
 * again from the log. A folder is renamed first, so that a crash never leaves half of one under its published name.
 */
function sweep(dataDirectory: string): void {
  const directory = dwdDirectory(dataDirectory)
  if (!existsSync(directory)) return
  const published = foldLog(readLog(dataDirectory)).prepares.map((entry) => basename(toPrepared(entry).folder))
  const standing = published.filter((name) => existsSync(join(directory, name)))
  for (const name of standing.slice(0, -KEPT_PREPARATIONS))
    renameSync(join(directory, name), join(directory, `${name}${REMOVED}`))
  for (const name of readdirSync(directory)) {
    const pid = Number(/^s\d+-[0-9a-f]+-(\d+)-[0-9a-f]+$/.exec(name)?.[1])
    const isLeft = !published.includes(name) && Number.isInteger(pid) && !isAlive(pid)
    if (isLeft || name.endsWith(REMOVED)) rmSync(join(directory, name), { recursive: true, force: true })
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
