import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseDay, type Day } from '@yijian/kernel'
import { parseCsv, type Catalogue, type CatalogueCode } from '@yijian/rules'

const TABLES = ['items', 'dx', 'op'] as const

/** `DATA/knowledge/code-tables`: `items.csv`, `dx.csv`, `op.csv`, each with `code` and, where known, `from` and `to`. */
const fileOf = (dataDirectory: string, table: string): string =>
  join(dataDirectory, 'knowledge', 'code-tables', `${table}.csv`)

/**
 * The national code tables a site has put into its data folder. A table that is not there is not asked about (K7, K8): what an
 * institution happens to have delivered is no table to find gaps with.
 */
export function readCodeTables(dataDirectory: string): Catalogue {
  return Object.fromEntries(
    TABLES.filter((table) => existsSync(fileOf(dataDirectory, table))).map((table) => [
      table,
      codesOf(readFileSync(fileOf(dataDirectory, table), 'utf8')),
    ]),
  )
}

/** Changes when one of the files does. */
export function codeTablesState(dataDirectory: string): string {
  return TABLES.map((table) => statSync(fileOf(dataDirectory, table), { throwIfNoEntry: false })?.mtimeMs ?? 0).join(
    '|',
  )
}

function codesOf(text: string): CatalogueCode[] {
  return parseCsv(text).flatMap(({ cells }) => {
    const code = cell(cells['code'])
    return code === '' ? [] : [{ code, from: dayOf(cells['from']), to: dayOf(cells['to']) }]
  })
}

const cell = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

function dayOf(value: unknown): Day | null {
  const text = cell(value)
  return text === '' ? null : parseDay(text)
}
