import type { CaseFile, GivenRow, MacroRow } from './case-file.ts'
import { addStay, addVisit, type ColumnsOf, type Target, withDefaults } from './case-macros.ts'

/** Rows per national table, macros spelled out and what they refer to created. */
export type NationalRows = ReadonlyMap<string, readonly GivenRow[]>

/** Spells out the macros `stays` and `visits` of a case and adds the people and institutions that rows name. */
export function nationalRows(given: CaseFile['given'], columnsOf: ColumnsOf): NationalRows {
  const rows = new Map<string, GivenRow[]>()
  const add = (table: string, row: GivenRow) => rows.set(table, [...(rows.get(table) ?? []), row])
  const target: Target = { add, columnsOf }
  for (const stay of (given['stays'] ?? []).flatMap(repeated)) addStay(stay, target)
  for (const visit of (given['visits'] ?? []).flatMap(repeated)) addVisit(visit, target)
  for (const [table, list] of Object.entries(given)) {
    if (table === 'stays' || table === 'visits' || columnsOf(table).size === 0) continue
    for (const row of list.flatMap(repeated)) add(table, withDefaults(table, row as GivenRow))
  }
  addMissing(rows, { table: 'psn_info_b', key: 'psn_no' })
  addMissing(rows, { table: 'fixmedins_b', key: 'fixmedins_code' })
  return rows
}

/** `repeat: 30` makes thirty rows; `{n}` in a text becomes 1…30. */
function repeated(row: MacroRow): MacroRow[] {
  const times = row['repeat']
  if (typeof times !== 'number') return [row]
  const rest = Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'repeat'))
  return Array.from(
    { length: times },
    (_unused, i) => JSON.parse(JSON.stringify(rest).replaceAll('{n}', String(i + 1))) as MacroRow,
  )
}

function addMissing(rows: Map<string, GivenRow[]>, { table, key }: { table: string; key: string }): void {
  const present = new Set((rows.get(table) ?? []).map((row) => row[key]))
  const named = [...rows.values()].flatMap((list) => list.map((row) => row[key])).filter((id) => typeof id === 'string')
  for (const id of new Set(named)) {
    if (!present.has(id)) rows.set(table, [...(rows.get(table) ?? []), withDefaults(table, { [key]: id })])
  }
}
