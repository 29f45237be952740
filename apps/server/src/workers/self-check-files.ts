import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import {
  cellCount,
  cellText,
  FOREIGN_REASON,
  importDelivery,
  openEngine,
  quoteLiteral,
  readState,
  rejectsDirectory,
  type Session,
} from '@yijian/warehouse'
import type { ScanInput, StoredReading } from '../modules/self-check/public.ts'
import { engineMemory } from './memory.ts'
import { nationalTable, type Warehouse } from './self-check-places.ts'
import type { TaskContext } from './task-context.ts'

/** What an institution's own export leaves out: the catalogues, and itself as the city registered it. */
const CATALOGUES = ['wm_tcmpat_b', 'trt_serv_b', 'mcs_b', 'code_sets'] as const

export interface OwnFiles {
  readonly reading: StoredReading
  readonly from: string | null
  readonly to: string | null
}

export interface FilesContext extends Omit<TaskContext, 'report'> {
  /** Folder of the check. */
  readonly folder: string
  readonly report: (step: string, done: number) => void
}

/**
 * 本机构文件: into a warehouse of their own inside the folder of the check, apart from the city's. Rows of other institutions are
 * refused and counted. Catalogues come from the city, because rules speak about their names and prices.
 */
export async function readOwnFiles(input: ScanInput, context: FilesContext): Promise<OwnFiles> {
  const { folder, report, threads, signal, contentDirectory } = context
  const dataDirectory = join(folder, 'data')
  for (const name of ['data', 'reference']) await rm(join(folder, name), { recursive: true, force: true })
  await mkdir(dataDirectory, { recursive: true })
  const shared = { dataDirectory, contentDirectory, threads, memoryLimit: engineMemory(context), signal }
  report('取用药品、诊疗项目和耗材目录', 0)
  if (await copyReference(input, context)) await importDelivery({ ...shared, directory: join(folder, 'reference') })
  await rm(join(folder, 'reference'), { recursive: true, force: true })
  const done = await importDelivery({
    ...shared,
    directory: join(folder, 'delivery'),
    institutions: [input.fixmedinsCode],
    onProgress: ({ phase, table, file, bytes, totalBytes }) => {
      const read = totalBytes > 0 ? bytes / totalBytes : 0
      report(
        `${phase === 'read' ? '读取并检查' : '核对引用与重复'} ${file || table}`.trim(),
        phase === 'read' ? read * 0.9 : 0.95,
      )
    },
  })
  const { batch = null } = done
  const foreign = batch === null ? new Map<string, number>() : await countForeign(rejectsDirectory(dataDirectory), { batch, tables: done.tables.map(({ table }) => table) }) // prettier-ignore
  const settled = done.tables.find(({ table }) => table === 'setl_d')
  if (!settled || settled.accepted === 0) throw nothingOwn(done.files, foreign.get('setl_d') ?? 0)
  const span = await withSession((session) => periodOf(session, { dataDirectory, contentDirectory }))
  const reading: StoredReading = {
    batch,
    files: done.files.map(({ name, status, reason }) => ({ file: name, status, reason })),
    tables: done.tables.map(({ table, label, read, accepted, rejected }) => ({
      ...{ table, label, read, accepted, rejected },
      foreign: foreign.get(table) ?? 0,
    })),
  }
  return { reading, ...span }
}

function nothingOwn(
  files: readonly { readonly status: string; readonly name: string; readonly reason: string | null }[],
  foreign: number,
): AppError {
  const refused = files
    .filter(({ status }) => status === 'refused')
    .map(({ name, reason }) => `${name}：${reason ?? '无法读取'}`)
  const why =
    foreign > 0 ? `结算信息中有 ${foreign} 行是其他机构的记录，没有本机构的记录` : '没有读到本机构的结算信息（setl_d）'
  return new AppError('invalid', 'self-check.nothing', [`${why}，未能自查`, ...refused].join('；'))
}

async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const engine = await openEngine({ memoryLimit: '512MB', threads: 1 })
  try {
    return await work(engine)
  } finally {
    engine.close()
  }
}

/** Catalogues and the institution's own registration, as files of a delivery. False when the city has none of them. */
async function copyReference(
  { fixmedinsCode }: ScanInput,
  { folder, dataDirectory, contentDirectory }: FilesContext,
): Promise<boolean> {
  const state = readState(dataDirectory)
  const delivered = [...CATALOGUES, 'fixmedins_b'].filter((table) => (state.tables.get(table)?.parts.length ?? 0) > 0)
  if (delivered.length === 0) return false
  const directory = join(folder, 'reference')
  await mkdir(directory, { recursive: true })
  await withSession(async (session) => {
    for (const table of delivered) {
      const own = table === 'fixmedins_b' ? ` WHERE fixmedins_code = ${quoteLiteral(fixmedinsCode)}` : ''
      await session.run(
        `COPY (SELECT * FROM ${nationalTable({ dataDirectory, contentDirectory }, table)}${own}) TO ${quoteLiteral(join(directory, `${table}.parquet`))} (FORMAT parquet)`,
      )
    }
  })
  return true
}

/** A row of another institution is one line with this reason in the reject file of its table. */
async function countForeign(
  root: string,
  { batch, tables }: { batch: string; tables: readonly string[] },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  await withSession(async (session) => {
    for (const table of tables) {
      const path = join(root, batch, `${table}.csv`)
      if (!existsSync(path)) continue
      const row = await session.row(`SELECT count(*) AS n FROM read_csv(${quoteLiteral(path)}, all_varchar = true, header = true) WHERE reason = ${quoteLiteral(FOREIGN_REASON)}`) // prettier-ignore
      counts.set(table, cellCount(row['n']))
    }
  })
  return counts
}

async function periodOf(session: Session, warehouse: Warehouse) {
  const row = await session.row(`SELECT CAST(min(begndate) AS VARCHAR) AS a, CAST(max(enddate) AS VARCHAR) AS b FROM ${nationalTable(warehouse, 'setl_d')}`) // prettier-ignore
  return { from: cellText(row['a']) ?? null, to: cellText(row['b']) ?? null }
}
