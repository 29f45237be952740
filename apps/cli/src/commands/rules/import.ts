import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { AppError } from '@yijian/kernel'
import { confirmPoint, parseCsv, readLibrary, readPointSheet, type KnowledgePoint, type ProposedPoint, type RowError, type SheetRow } from '@yijian/rules' // prettier-ignore
import { readWorkbook } from '@yijian/server'
import { UsageError } from '../../command.ts'
import { count } from '../../progress.ts'
import { csvLines, pointRow, POINT_COLUMNS, proposalRow, PROPOSAL_COLUMNS } from './point-rows.ts'

export interface ImportWords {
  /** A sheet (csv, csv.gz, xlsx) or a folder of sheets. */
  readonly path: string
  readonly data: string
  /** Default: the name of the file. */
  readonly name: string | undefined
  /** The expert who has seen the proposed parameters and confirms them as they are. */
  readonly confirmedBy: string | undefined
}

interface Sheet {
  readonly file: string
  readonly rows: readonly SheetRow[]
}

interface Imported {
  readonly points: readonly KnowledgePoint[]
  readonly pending: readonly ProposedPoint[]
  readonly superseded: number
  readonly errors: readonly RowError[]
}

/**
 * 导入知识点 as a library of the site: DATA/knowledge/<name>, which scan and audit take up; the server lists it to be confirmed. Sheets in our own columns are
 * points as they stand; of official sheets a parameter read from the text goes in only when an expert confirms it, the others wait in
 * `proposals.csv`. Every row that cannot be read is listed.
 */
export async function importPoints({ path, data, name, confirmedBy }: ImportWords): Promise<number> {
  const source = resolve(path)
  if (!existsSync(source)) throw new UsageError(`知识点文件 不存在：${path}`)
  const files = filesOf(source)
  const id = libraryId(name ?? basename(source).replace(/(\.csv)?(\.gz)?(\.xlsx)?$/i, ''))
  const at = new Date().toISOString()
  const sheets = (await Promise.all(files.map(readSheets))).flat()
  const imported = readAll(sheets, { id, at, confirmedBy })
  for (const { file, row, column, value, reason } of imported.errors)
    console.log(`${file}:${row} ${column} ${value} ${reason}`)
  const folder = join(resolve(data), 'knowledge', id)
  writeLibrary(folder, { id, files, imported, confirmedBy, at })
  const { points, pending, superseded, errors } = imported
  console.log(
    `${folder}：知识点 ${count(points.length)} 个${points.length > 0 ? '，命令行的扫描、审核一并使用；服务把它们列入“知识点导入”待确认，确认前不生效' : ''}`,
  )
  const waiting = pending.filter(({ reason }) => reason === null).length
  if (waiting > 0)
    console.log(`待专家确认 ${count(waiting)} 个（见 proposals.csv；确认后以 --confirmed-by 姓名 重新导入）`)
  if (pending.length > waiting) console.log(`不能执行 ${count(pending.length - waiting)} 个，原因逐条见 proposals.csv`)
  console.log(`已被替代 ${count(superseded)} 行，行错误 ${count(errors.length)} 处`)
  return errors.length > 0 ? 1 : 0
}

function filesOf(source: string): string[] {
  if (statSync(source).isFile()) return [source]
  const files = readdirSync(source).filter((name) => /\.(csv|csv\.gz|xlsx)$/i.test(name)).sort() // prettier-ignore
  if (files.length === 0) throw new UsageError(`文件夹里没有 csv 或 xlsx：${source}`)
  return files.map((name) => join(source, name))
}

/** A folder name: letters of any script, digits, dash and underscore. */
function libraryId(name: string): string {
  const id = name.trim().replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '') // prettier-ignore
  if (id === '' || id.length > 80) throw new UsageError(`--name 应为 80 字以内的文字、数字、- 或 _：${name}`)
  return id
}

async function readSheets(file: string): Promise<Sheet[]> {
  if (file.toLowerCase().endsWith('.xlsx')) {
    const sheets = await readWorkbook(file)
    return sheets.map(({ name, rows }) => ({ file: sheets.length > 1 ? `${basename(file)}#${name}` : basename(file), rows })) // prettier-ignore
  }
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return [{ file: basename(file), rows: parseCsv(text) }]
}

interface Taking {
  readonly id: string
  readonly at: string
  readonly confirmedBy: string | undefined
}

function readAll(sheets: readonly Sheet[], taking: Taking): Imported {
  const parts = sheets.map((sheet) => (isOwn(sheet) ? readOwn(sheet, taking) : readOfficial(sheet, taking)))
  const seen = new Map<string, string>()
  const points: KnowledgePoint[] = []
  const errors = parts.flatMap((part) => part.errors)
  for (const [at, part] of parts.entries())
    for (const point of part.points) {
      const other = seen.get(point.kpId)
      if (other === undefined) points.push(point)
      else errors.push({ file: sheets[at]!.file, row: 0, column: 'kp_id', value: point.kpId, reason: `知识点编号已在 ${other} 使用` }) // prettier-ignore
      seen.set(point.kpId, sheets[at]!.file)
    }
  return {
    points,
    errors,
    pending: parts.flatMap((part) => part.pending),
    superseded: parts.reduce((sum, part) => sum + part.superseded, 0),
  }
}

/** Our own columns name the rule by its id. */
const isOwn = ({ rows }: Sheet): boolean => rows[0] !== undefined && 'kind' in rows[0].cells && 'keys' in rows[0].cells

function readOwn({ file, rows }: Sheet, { id, at }: Taking): Imported {
  const { points, errors } = readPointSheet({ file, rows, sourceBatch: id, recordedAt: at })
  return { points: points.map(({ point }) => point), errors, pending: [], superseded: 0 }
}

function readOfficial({ file, rows }: Sheet, { at, confirmedBy }: Taking): Imported {
  const { points, superseded, errors } = readLibrary({ file, rows })
  const pending: ProposedPoint[] = []
  const ready: KnowledgePoint[] = []
  const refused: RowError[] = []
  for (const proposed of points) {
    const asks = proposed.proposals.length + proposed.partnerProposals.length > 0
    if (proposed.reason !== null || (asks && confirmedBy === undefined)) pending.push(proposed)
    else
      try {
        ready.push(confirmed(proposed, at, confirmedBy ?? ''))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        refused.push({ file, row: proposed.source.row, column: 'constraint', value: proposed.name, reason: error.message }) // prettier-ignore
      }
  }
  return { points: ready, pending, superseded: superseded.length, errors: [...errors, ...refused] }
}

function confirmed(proposed: ProposedPoint, at: string, by: string): KnowledgePoint {
  const accepted = proposed.proposals.map(({ param }) => param)
  const partners = [...proposed.partners, ...proposed.partnerProposals.map(({ key }) => key)]
  return confirmPoint(proposed, { by, at, accepted, ...(proposed.partnerProposals.length > 0 ? { partners } : {}) })
    .point
}

interface Library extends Taking {
  readonly files: readonly string[]
  readonly imported: Imported
}

/** Written aside and put in place at once; an earlier import of the name is replaced. `source.yaml` is JSON, which is YAML. */
function writeLibrary(folder: string, { id, files, imported, confirmedBy, at }: Library): void {
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const points = csvLines(POINT_COLUMNS, imported.points.map(pointRow))
  const proposals = csvLines(PROPOSAL_COLUMNS, imported.pending.map(proposalRow))
  writeFileSync(join(draft, 'points.csv'), points)
  if (imported.pending.length > 0) {
    writeFileSync(join(draft, 'proposals.csv'), proposals)
    // The same with the places in the text, for the console to confirm point by point.
    writeFileSync(join(draft, 'proposals.json'), `${JSON.stringify(imported.pending)}\n`)
  }
  if (imported.errors.length > 0)
    writeFileSync(join(draft, 'errors.csv'), csvLines(['file', 'row', 'column', 'value', 'reason'], imported.errors.map(({ file, row, column, value, reason }) => [file, String(row), column, value, reason]))) // prettier-ignore
  const documents = [...new Set(imported.points.map(({ basis }) => basis.document))].map((title) => ({ id: title, title, date: null })) // prettier-ignore
  const source = {
    id,
    version: createHash('sha256').update(points).digest('hex').slice(0, 16),
    imported_at: at,
    confirmed_by: confirmedBy ?? null,
    files: files.map((file) => ({ name: basename(file), sha256: createHash('sha256').update(readFileSync(file)).digest('hex') })), // prettier-ignore
    points: imported.points.length,
    pending: imported.pending.length,
    errors: imported.errors.length,
    documents,
  }
  writeFileSync(join(draft, 'source.yaml'), `${JSON.stringify(source, null, 1)}\n`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
}
