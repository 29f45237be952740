import { quoteIdent, quoteList, quoteLiteral } from '../engine/public.ts'
import { type ColumnDefinition, sqlType, type TableDefinition } from '../tables/public.ts'

interface PartFile {
  /** Absolute. */
  readonly path: string
  readonly columns: readonly string[]
}

interface PartsQuery {
  readonly table: TableDefinition
  readonly wanted: readonly string[]
  /** Also `_file` and `_line`. */
  readonly provenance?: boolean
}

/** Rows of part files as (wanted columns…, part, row): a column a part does not hold is NULL or its default. */
export function partRows(parts: readonly PartFile[], query: PartsQuery): string {
  const columns = query.wanted.map((name) => query.table.columns.find((column) => column.name === name))
  const groups = Object.values(Object.groupBy(parts, (part) => part.columns.join()))
  const selects = groups.map((group = []) => {
    const held = new Set(group[0]?.columns)
    const values = columns.filter((column) => column !== undefined).map((column) => heldColumn(column, held))
    const provenance = query.provenance ? ['_file', '_line'] : []
    const list = [...values, ...provenance, 'filename AS part', 'file_row_number AS row'].join(', ')
    const files = quoteList(group.map((part) => part.path))
    return `SELECT ${list} FROM read_parquet(${files}, filename = true, file_row_number = true)`
  })
  return selects.join(' UNION ALL ')
}

function heldColumn(column: ColumnDefinition, held: ReadonlySet<string>): string {
  const name = quoteIdent(column.name)
  if (held.has(column.name)) return name
  const value = column.default === undefined ? 'NULL' : quoteLiteral(column.default)
  return `CAST(${value} AS ${sqlType(column)}) AS ${name}`
}

interface KeyRange {
  readonly keyMin: string | undefined
  readonly keyMax: string | undefined
}

/** Whether two parts may hold the same key, by the range of its first column. */
export function mayOverlap(a: KeyRange, b: KeyRange): boolean {
  if (a.keyMin === undefined || a.keyMax === undefined || b.keyMin === undefined || b.keyMax === undefined) return true
  return atMost(a.keyMin, b.keyMax) && atMost(b.keyMin, a.keyMax)
}

/** The engine's order of texts: by bytes. */
function atMost(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) <= 0
}

/** Parts in groups that may share keys; parts of different groups cannot. */
export function overlappingGroups<T extends KeyRange>(parts: readonly T[]): readonly (readonly T[])[] {
  const sorted = [...parts].sort((a, b) => Buffer.compare(Buffer.from(a.keyMin ?? ''), Buffer.from(b.keyMin ?? '')))
  const groups: { parts: T[]; keyMin: string | undefined; keyMax: string | undefined }[] = []
  for (const part of sorted) {
    const last = groups.at(-1)
    if (last && mayOverlap(last, part)) {
      last.parts.push(part)
      if (last.keyMax === undefined || part.keyMax === undefined) last.keyMax = undefined
      else if (atMost(last.keyMax, part.keyMax)) last.keyMax = part.keyMax
    } else groups.push({ parts: [part], keyMin: part.keyMin, keyMax: part.keyMax })
  }
  return groups.map((group) => group.parts)
}
