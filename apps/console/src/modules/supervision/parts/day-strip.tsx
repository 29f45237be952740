import { formatBare, formatCount } from '@yijian/web-kit'
import type { DetailTable } from '../contract.ts'

/** One cell a day, in order; days without the counted service stand out. */
export function DayStrip({ table }: { readonly table: DetailTable }) {
  const dayAt = Math.max(
    0,
    table.columns.findIndex((column) => column.format === 'date'),
  )
  const valueAt = pickValue(table, dayAt)
  const rows = [...table.rows].sort((a, b) => (String(a[dayAt]) < String(b[dayAt]) ? -1 : 1))
  const peak = Math.max(1, ...rows.map((row) => magnitude(row[valueAt])))
  const empty = rows.filter((row) => magnitude(row[valueAt]) === 0).length
  const label = table.columns[valueAt]?.label ?? ''
  return (
    <div>
      <ul className="day-strip" aria-label={table.label}>
        {rows.map((row, index) => {
          const value = magnitude(row[valueAt])
          const text = table.columns
            .map((column, i) => `${column.label} ${formatBare(row[i] ?? null, column.format)}`)
            .join('，')
          return (
            <li
              key={index}
              title={text}
              data-empty={value === 0}
              style={{ '--depth': 0.18 + 0.82 * (value / peak) } as React.CSSProperties}
            >
              <span className="day-strip-day">{String(row[dayAt] ?? '').slice(5, 10)}</span>
              <span className="day-strip-value">
                {value === 0 ? '无' : formatBare(row[valueAt] ?? null, table.columns[valueAt]?.format ?? 'number')}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="yj-muted yj-small">
        每格一天，数字为{label}；{formatCount(empty)} 天为“无”。
      </p>
    </div>
  )
}

function pickValue(table: DetailTable, dayAt: number): number {
  const numeric = table.columns.findIndex(
    (column, index) =>
      index !== dayAt && (column.format === 'integer' || column.format === 'number' || column.format === 'money'),
  )
  return numeric >= 0 ? numeric : dayAt === 0 ? 1 : 0
}

function magnitude(value: DetailTable['rows'][number][number] | undefined): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  const number = Number(value ?? 0)
  return Number.isFinite(number) ? Math.abs(number) : 1
}
