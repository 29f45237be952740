import { formatCount } from '@yijian/web-kit'
import type { ReactNode } from 'react'

interface Counted {
  readonly table: string
  readonly label: string
  readonly rejected: number
}

interface Props<T extends Counted> {
  readonly tables: readonly T[]
  /** Columns between the name of the table and what can be downloaded. */
  readonly columns: readonly { readonly title: string; readonly of: (table: T) => number | ReactNode }[]
  /** What leads to the rejected rows of a table that has some. */
  readonly rejects: (table: T) => ReactNode
}

/** What was read of a delivery, table by table, with the way to what was refused. */
export function TableCounts<T extends Counted>({ tables, columns, rejects }: Props<T>) {
  return (
    <div className="yj-scroll-x">
      <table className="yj-plain-table" aria-label="按表统计">
        <thead>
          <tr>
            <th>表</th>
            {columns.map(({ title }) => (
              <th key={title} className="yj-right">
                {title}
              </th>
            ))}
            <th>拒收记录</th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.table}>
              <td>
                {table.label} <code className="yj-muted">{table.table}</code>
              </td>
              {columns.map(({ title, of }) => {
                const value = of(table)
                return (
                  <td key={title} className="yj-right yj-num">
                    {typeof value === 'number' ? formatCount(value) : value}
                  </td>
                )
              })}
              <td>{table.rejected === 0 ? <span className="yj-muted">—</span> : rejects(table)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
