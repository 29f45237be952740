import { isDay, type Day } from '@yijian/kernel'
import { parseCsv } from './csv.ts'
import type { RowError } from './official-row.ts'
import { readPointSheet, type SheetPoint } from './point-sheet.ts'

/** One folder of `content/knowledge/rules`: `points.csv` as text, `source.yaml` parsed. */
export interface StarterFolder {
  readonly folder: string
  readonly csv: string
  readonly source: unknown
}

export interface StarterLibrary {
  readonly points: readonly SheetPoint[]
  readonly errors: readonly RowError[]
}

/** The library we ship. Reading files is the caller's; `recordedAt` is the moment of taking it in. */
export function readStarter(folders: readonly StarterFolder[], recordedAt: string): StarterLibrary {
  const points: SheetPoint[] = []
  const errors: RowError[] = []
  const seen = new Map<string, string>()
  for (const { folder, csv, source } of folders) {
    const file = `${folder}/points.csv`
    const { id, version, documents } = readSource(source, (reason) => errors.push({ file: `${folder}/source.yaml`, row: 0, column: 'documents', value: '', reason })) // prettier-ignore
    if (id !== folder) errors.push({ file: `${folder}/source.yaml`, row: 0, column: 'id', value: id, reason: '编号应与文件夹同名' }) // prettier-ignore
    const rows = parseCsv(csv)
    for (const { row, cells } of rows)
      if (!documents.has(String(cells['document'])))
        errors.push({
          file,
          row,
          column: 'document',
          value: String(cells['document']),
          reason: 'source.yaml 没有这份文件',
        })
    const sheet = readPointSheet({ file, rows, documents, sourceBatch: `${id}@${version}`, recordedAt })
    errors.push(...sheet.errors)
    for (const one of sheet.points) {
      const other = seen.get(one.point.kpId)
      if (other)
        errors.push({ file, row: 0, column: 'kp_id', value: one.point.kpId, reason: `知识点编号已在 ${other} 使用` })
      else points.push(one)
      seen.set(one.point.kpId, file)
    }
  }
  return { points, errors }
}

interface SourceFile {
  readonly id: string
  readonly version: string
  readonly documents: ReadonlyMap<string, { readonly document: string; readonly date: Day | null }>
}

function readSource(source: unknown, wrong: (reason: string) => void): SourceFile {
  const file = (source ?? {}) as { id?: string; version?: string; documents?: unknown }
  const documents = new Map<string, { document: string; date: Day | null }>()
  for (const entry of Array.isArray(file.documents) ? (file.documents as Record<string, unknown>[]) : []) {
    const { id, title, date } = entry as { id?: string; title?: string; date?: string | null }
    if (!id || !title) wrong('文件缺少编号或名称')
    else if (date !== null && !isDay(date ?? '')) wrong(`文件 ${id} 的日期应为 YYYY-MM-DD 或 null`)
    else documents.set(id, { document: title, date: (date ?? null) as Day | null })
  }
  return { id: file.id ?? '', version: file.version ?? '', documents }
}
