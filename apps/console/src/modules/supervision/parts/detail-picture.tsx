import { ChartFrame, formatBare, isNumericFormat } from '@yijian/web-kit'
import type { DetailTable } from '../contract.ts'
import { DayStrip } from './day-strip.tsx'
import { PersonGraph } from './person-graph.tsx'
import { SeriesChart } from './series-chart.tsx'

/** A model's own evidence as a picture; plain tables are shown among the rows. */
export function DetailPicture({ table }: { readonly table: DetailTable }) {
  return (
    <ChartFrame
      title={titleOf(table)}
      {...(table.truncated ? { note: '只显示前 200 行' } : {})}
      table={asChartTable(table)}
      height={340}
    >
      {table.kind === 'graph-edges' ? <PersonGraph table={table} /> : null}
      {table.kind === 'day-strip' ? <DayStrip table={table} /> : null}
      {table.kind === 'series' ? <SeriesChart table={table} /> : null}
    </ChartFrame>
  )
}

function titleOf(table: DetailTable): string {
  if (table.kind !== 'graph-edges') return table.label
  const nodes = new Set(table.rows.flatMap((row) => [String(row[0]), String(row[1])])).size
  return `${table.label}：${nodes} 个节点，${table.rows.length} 条关系`
}

export function asChartTable(table: DetailTable) {
  return {
    columns: table.columns.map((column) => (column.unit === null ? column.label : `${column.label}（${column.unit}）`)),
    numeric: table.columns.map((column) => isNumericFormat(column.format)),
    rows: table.rows.map((row) => table.columns.map((column, index) => formatBare(row[index] ?? null, column.format))),
  }
}
