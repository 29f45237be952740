import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { quoteIdent, quoteList, quoteLiteral } from '../engine/public.ts'
import { type Encoding, fileHash, NotUtf8, textBytes, utf8Bytes } from './bytes.ts'
import { rejectByReader, type RejectSource } from './csv-rejects.ts'
import type { StageContext } from './context.ts'
import { copyPart } from './part-writer.ts'
import { openRecords, type Records } from './records.ts'
import { refused } from './refused.ts'
import { openRejectWriter, type RejectWriter } from './rejects.ts'
import { openSegmentFiles, type SegmentGroup } from './segment-files.ts'

/** Schema in which an adapter finds the files of the delivery. */
export const DELIVERY_SCHEMA = 'delivery'

export interface Relation {
  readonly sha256: string
  readonly encoding: string | undefined
  readonly rows: number
  readonly rejected: number
  readonly paths: readonly string[]
}

type RelationContext = Pick<
  StageContext,
  'session' | 'signal' | 'path' | 'name' | 'directory' | 'rejectsPath' | 'nextPath' | 'discard' | 'onBytes' | 'onRows'
>

/** Turns a file of the delivery into Parquet of its own columns (all text for CSV) with `_file` and `_line`. */
export async function stageRelationFile(context: RelationContext): Promise<Relation> {
  if (/\.parquet$/i.test(context.path)) return stageParquetRelation(context)
  try {
    return await stageCsvRelation(context, 'UTF-8')
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    context.discard()
    return stageCsvRelation(context, 'GB18030')
  }
}

async function stageParquetRelation(context: RelationContext): Promise<Relation> {
  const { session, path, name, signal } = context
  const target = context.nextPath()
  const query =
    `SELECT *, ${quoteLiteral(name)} AS _file, file_row_number + 1 AS _line ` +
    `FROM (SELECT * FROM read_parquet(${quoteLiteral(path)}, file_row_number = true)) AS delivered`
  try {
    const rows = await copyPart(session, { query, path: target, signal })
    const sha256 = await fileHash(path, signal)
    return { sha256, encoding: 'Parquet', rows, rejected: 0, paths: [target] }
  } catch (error) {
    if (signal?.aborted || /out of memory|no space/i.test(String(error))) throw error
    throw refused('不是有效的 Parquet 文件，或文件已损坏')
  }
}

async function stageCsvRelation(context: RelationContext, encoding: Encoding): Promise<Relation> {
  const hash = createHash('sha256')
  const stored = textBytes(context.path, { hash, signal: context.signal, onBytes: context.onBytes })
  const records = await openRecords(utf8Bytes(stored, encoding))
  const rejects = openRejectWriter(context.rejectsPath)
  const paths: string[] = []
  const files = openSegmentFiles(context.directory)
  let rows = 0
  const read = async (group: SegmentGroup | undefined) => {
    if (group) paths.push(await readGroup({ context, records, rejects }, group))
  }
  try {
    for await (const segment of records.segments()) {
      rows += segment.rows + segment.broken.length
      for (const { line, raw, reason } of segment.broken) {
        rejects.add([{ file: context.name, line, column: '', value: undefined, reason, raw }])
      }
      await read(await files.add(segment))
      context.onRows(rows)
    }
    await read(files.finish())
  } finally {
    files.remove()
    rejects.flush()
  }
  if (paths.length === 0) paths.push(await emptyRelation(context, records))
  return { sha256: hash.digest('hex'), encoding, rows, rejected: rejects.rows(), paths }
}

interface Reading {
  readonly context: RelationContext
  readonly records: Records
  readonly rejects: RejectWriter
}

async function readGroup({ context, records, rejects }: Reading, group: SegmentGroup): Promise<string> {
  const path = context.nextPath()
  const columns = records.header.map((name, index) => `${quoteLiteral(name || `column${index}`)}: 'VARCHAR'`)
  const reader =
    `read_csv(${quoteList(group.paths)}, header = false, auto_detect = false, quote = '"', escape = '"', nullstr = '', new_line = '\\n', ` +
    `parallel = ${!group.multiline}, delim = ${quoteLiteral(records.delimiter)}, columns = {'_line': 'BIGINT', ${columns.join(', ')}}, ` +
    `store_rejects = true, rejects_limit = 0, rejects_table = 'reader_rejects', rejects_scan = 'reader_scans')`
  const query = `SELECT *, ${quoteLiteral(context.name)} AS _file FROM ${reader}`
  try {
    const written = await copyPart(context.session, { query, path, signal: context.signal })
    const source: RejectSource = { context, records, plan: { columns: [] }, rejects }
    const unreadable = await rejectByReader(source, group)
    if (written + unreadable !== group.rows) throw new Error(`rows of ${context.name} are neither in nor rejected`)
    return path
  } finally {
    group.remove()
  }
}

async function emptyRelation(context: RelationContext, records: Records): Promise<string> {
  const path = context.nextPath()
  const columns = records.header.map(
    (name, index) => `CAST(NULL AS VARCHAR) AS ${quoteIdent(name || `column${index}`)}`,
  )
  const query = `SELECT CAST(NULL AS BIGINT) AS _line, ${columns.join(', ')}, CAST(NULL AS VARCHAR) AS _file WHERE false`
  await copyPart(context.session, { query, path })
  return path
}

/** Defines the relations in the delivery schema; files of one base name are one relation. */
export function relationViews(relations: ReadonlyMap<string, readonly Relation[]>): string {
  const views = [...relations].map(([base, parts]) => {
    const files = quoteList(parts.flatMap((part) => part.paths))
    const view = `${DELIVERY_SCHEMA}.${quoteIdent(base)}`
    return `CREATE VIEW ${view} AS SELECT * FROM read_parquet(${files}, union_by_name = true);`
  })
  return [`CREATE SCHEMA ${DELIVERY_SCHEMA};`, ...views].join('\n')
}

/** A path in a scratch folder for the n-th piece. */
export function piecePath(directory: string, kind: string, number: number): string {
  return join(directory, `${kind}-${number}.parquet`)
}
