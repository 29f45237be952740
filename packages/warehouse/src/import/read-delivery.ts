import type { ImportedFile } from '../log/public.ts'
import { adaptDelivery } from './adapt.ts'
import { fileHash } from './bytes.ts'
import type { StageContext, StagedFile } from './context.ts'
import type { DeliveredFile } from './delivery.ts'
import type { Importing } from './importing.ts'
import { mentions } from './source.ts'
import { stageCsv } from './stage-csv.ts'
import { fileFacts, findEarlier, rulesOf, stageFile } from './stage-file.ts'
import { stageParquet } from './stage-relation.ts'

/** Reads every file of the delivery: tables in import order, files by name. Nothing is published yet. */
export async function stageDelivery(importing: Importing): Promise<readonly ImportedFile[]> {
  const { files, tables, source } = importing
  const results = new Map<DeliveredFile, ImportedFile>()
  if (source) for (const [file, result] of await adaptDelivery(importing, source)) results.set(file, result)
  const order = [...tables.keys()]
  const national = files.filter((file) => file.table !== undefined && !(source && mentions(source, file.base)))
  const sorted = [...national].sort((a, b) => order.indexOf(a.table ?? '') - order.indexOf(b.table ?? ''))
  for (const file of sorted) results.set(file, await stageNational(importing, file))
  const scripts = [...results].filter(([file]) => !files.includes(file)).map(([, result]) => result)
  return [...files.map((file) => results.get(file) ?? unused(file)), ...scripts]
}

function unused(file: DeliveredFile): ImportedFile {
  const reason = file.kind === 'other' ? '不是 CSV 或 Parquet 文件' : '文件名不是国家表名，也没有适配脚本用到'
  return { ...fileFacts(file), status: 'ignored', reason }
}

async function stageNational(importing: Importing, file: DeliveredFile): Promise<ImportedFile> {
  const rules = rulesOf(importing, file.table ?? '')
  const earlier = await findEarlier(importing, file, rules)
  if (earlier) {
    importing.meter.bytes += file.bytes
    const reason = `与批次 ${earlier.batch} 的 ${earlier.name} 内容相同，未重复导入`
    return { ...fileFacts(file), sha256: earlier.sha256, status: 'already-imported', reason, rules }
  }
  return stageFile(importing, { file, rules, stage: (context) => stageByKind(file, context) })
}

async function stageByKind(file: DeliveredFile, context: StageContext): Promise<StagedFile> {
  if (file.kind === 'csv') return stageCsv(context)
  const sha256 = await fileHash(file.path, context.signal)
  const staged = await stageParquet(context, { sha256, encoding: 'Parquet', fileNames: [] })
  context.onBytes(file.bytes)
  return staged
}
