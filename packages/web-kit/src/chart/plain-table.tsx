import { Button } from 'antd'
import { useState } from 'react'
import { formatCount } from '../format/numbers.ts'

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Which columns hold numbers and stand right; by default all but the first. */
  readonly numeric?: readonly boolean[]
}

interface Props {
  readonly table: ChartTable
  /** Rows shown before somebody asks for all. */
  readonly limit?: number
}

/** Figures as a plain table: texts left, numbers right, long ones folded. */
export function PlainTable({ table, limit = Infinity }: Props) {
  const [all, setAll] = useState(false)
  const right = (column: number) => table.numeric?.[column] ?? (table.numeric === undefined && column > 0)
  const rows = all ? table.rows : table.rows.slice(0, limit)
  return (
    <>
      <table className="yj-plain-table">
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th key={index} className={right(index) ? 'yj-right' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} className={right(column) ? 'yj-right yj-num' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < table.rows.length ? (
        <Button
          type="link"
          onClick={() => {
            setAll(true)
          }}
        >
          展开全部 {formatCount(table.rows.length)} 行
        </Button>
      ) : null}
    </>
  )
}
