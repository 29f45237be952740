import { join } from 'node:path'
import { AppError } from '@yijian/kernel'
import { hashOf, type ImportedFile } from '../log/public.ts'
import type { DeliveredFile } from './delivery.ts'
import { appendRejects } from './drops.ts'
import type { Importing } from './importing.ts'
import { copyPart } from './part-writer.ts'
import { fileFacts, findEarlier, rulesOf, stageFile } from './stage-file.ts'
import { isRefused } from './refused.ts'
import { DELIVERY_SCHEMA, piecePath, type Relation, relationViews, stageRelationFile } from './relations.ts'
import { mentions, type Source } from './source.ts'
import { stageParquet } from './stage-relation.ts'

type Results = Map<DeliveredFile, ImportedFile>

/** Reads the site's files as relations and runs the adapter's SELECT for each national table. */
export async function adaptDelivery(importing: Importing, source: Source): Promise<Results> {
  const used = importing.files.filter((file) => file.kind !== 'other' && mentions(source, file.base))
  const rules = rulesOfSource(importing, source)
  const earlier = await allEarlier(importing, used, rules)
  if (earlier) return earlier
  const results: Results = new Map()
  const relations = new Map<string, Relation[]>()
  for (const file of used) {
    const { result, relation } = await readRelation(importing, file)
    results.set(file, { ...result, rules })
    if (relation) relations.set(file.base, [...(relations.get(file.base) ?? []), relation])
  }
  await importing.context.session.run(relationViews(relations))
  for (const table of importing.tables.keys()) {
    const sql = source.sql.get(table)
    if (sql === undefined) continue
    const adapted = await adaptTable(importing, source, { table, sql })
    if (adapted.status === 'refused') results.set(asFile(importing, source, table), adapted)
  }
  return results
}

/** An adapter may join files: it is skipped only when every file it uses was imported with the same definitions. */
async function allEarlier(
  importing: Importing,
  used: readonly DeliveredFile[],
  rules: string,
): Promise<Results | undefined> {
  const results: Results = new Map()
  for (const file of used) {
    const earlier = await findEarlier(importing, { ...file, table: undefined }, rules)
    if (!earlier) return undefined
    const reason = `与批次 ${earlier.batch} 的 ${earlier.name} 内容相同，未重复导入`
    const facts = { ...fileFacts(file), table: null, sha256: earlier.sha256, rules }
    results.set(file, { ...facts, status: 'already-imported', reason })
  }
  return used.length > 0 ? results : undefined
}

function rulesOfSource(importing: Importing, source: Source): string {
  const tables = [...source.sql].map(([table, sql]) => [table, sql, rulesOf(importing, table)])
  return hashOf(JSON.stringify([source.name, tables])).slice(0, 16)
}

async function readRelation(
  importing: Importing,
  file: DeliveredFile,
): Promise<{ result: ImportedFile; relation?: Relation }> {
  const { context, meter, options } = importing
  const number = importing.files.indexOf(file)
  const rejectsPath = join(context.directory, `rejects-${number}.csv`)
  let pieces = 0
  try {
    const relation = await stageRelationFile({
      session: context.session,
      signal: options.signal,
      path: file.path,
      name: file.name,
      directory: context.directory,
      rejectsPath,
      nextPath: () => piecePath(context.directory, `relation-${number}`, ++pieces),
      discard: () => undefined,
      onBytes: (bytes) => void (meter.bytes += bytes),
      onRows: () => importing.progress('read', { table: '', file: file.name }),
    })
    appendRejects(rejectsPath, context.rejectsPath(file.base))
    const { sha256, rows, rejected, encoding = null } = relation
    const facts = { ...fileFacts(file), table: null, sha256, rows, rejected, encoding }
    return { result: { ...facts, status: 'imported' }, relation }
  } catch (error) {
    if (!isRefused(error)) throw error
    return { result: { ...fileFacts(file), table: null, status: 'refused', reason: error.message } }
  }
}

interface Adapting {
  readonly table: string
  readonly sql: string
}

async function adaptTable(importing: Importing, source: Source, { table, sql }: Adapting): Promise<ImportedFile> {
  const { context, options } = importing
  const path = join(context.directory, `adapted-${table}.parquet`)
  const file = { ...asFile(importing, source, table), path }
  try {
    await context.session.run(`USE memory.${DELIVERY_SCHEMA}`)
    await copyPart(context.session, { query: sql, path, signal: options.signal })
  } catch (error) {
    if (error instanceof AppError) throw error
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n')
    return { ...fileFacts(file), status: 'refused', reason: `适配脚本 ${file.name} 无法执行：${reason}` }
  } finally {
    await context.session.run('USE memory.main')
  }
  const origin = { sha256: '', encoding: source.name, fileNames: context.fileNames }
  return stageFile(importing, { file, rules: '', stage: (stageContext) => stageParquet(stageContext, origin) })
}

function asFile({ options }: Importing, source: Source, table: string): DeliveredFile {
  const path = join(options.directory, `${table}.sql`)
  return { path, name: `${source.name}/${table}.sql`, base: table, kind: 'parquet', bytes: 0, table }
}
