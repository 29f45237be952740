import type { Column, ColumnTable, ColumnType } from '@yijian/methods'
import type { Value } from './grouped-stay.ts'

/** Facts of a stay that grouping reads, as the table `drg_fact` of the component `drg-regroup` names them. */
export const FACT_COLUMNS = {
  dsc: 'text',
  gend: 'text',
  age: 'number',
  age_days: 'number',
  birth_weight: 'number',
  los: 'number',
  dscg_way: 'text',
  icu_hours: 'number',
  vent_hours: 'number',
  nursing_days: 'number',
  med_type: 'text',
  dept: 'text',
} as const satisfies Record<string, ColumnType>

/** A reader of rows; what is missing is null. */
export function rowReader({ columns }: ColumnTable, names: readonly string[]) {
  const found = names.map((name) => [name, columns[name]] as const)
  return (row: number): Readonly<Record<string, Value>> =>
    Object.fromEntries(found.map(([name, column]) => [name, cellAt(column, row)]))
}

function cellAt(column: Column | undefined, row: number): Value {
  const cell = column?.[row] ?? null
  return typeof cell === 'number' && Number.isNaN(cell) ? null : cell
}
