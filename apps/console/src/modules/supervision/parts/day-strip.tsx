import { formatBare, formatCount, isNumericFormat } from '@yijian/web-kit'
import type { DetailTable } from '../contract.ts'

type Cell = DetailTable['rows'][number][number]

/** One cell a day, in order. The model's own word for the day leads; without one the first count does. */
export function DayStrip({ table }: { readonly table: DetailTable }) {
  const dayAt = Math.max(
    0,
    table.columns.findIndex((column) => column.format === 'date'),
  )
  const stateAt = table.columns.findIndex((column, index) => index !== dayAt && column.format === 'text')
  const countAt = table.columns.findIndex((column) => isNumericFormat(column.format))
  const rows = [...table.rows].sort((a, b) => (String(a[dayAt]) < String(b[dayAt]) ? -1 : 1))
  const striking = rows.filter((row) => isStriking(row[stateAt < 0 ? countAt : stateAt])).length
  return (
    <div>
      <ul className="day-strip" aria-label={table.label}>
        {rows.map((row, index) => {
          const shownAt = stateAt < 0 ? countAt : stateAt
          const all = table.columns.map((column, i) => `${column.label} ${formatBare(row[i] ?? null, column.format)}`)
          return (
            <li key={index} title={all.join('，')} data-empty={isStriking(row[shownAt])}>
              <span className="day-strip-day">{String(row[dayAt] ?? '').slice(5, 10)}</span>
              <span className="day-strip-value">
                {formatBare(row[shownAt] ?? null, table.columns[shownAt]?.format ?? 'text')}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="yj-muted yj-small">
        每格一天，共 {formatCount(rows.length)} 天，标红 {formatCount(striking)} 天；停在格上看当天明细。
      </p>
    </div>
  )
}

/** Days that speak for the finding: nothing done, or something that cannot be. */
function isStriking(value: Cell | undefined): boolean {
  if (typeof value === 'string') return /空闲|中断|无服务|重叠|冲突|院外/.test(value)
  return value === 0 || value === false
}
