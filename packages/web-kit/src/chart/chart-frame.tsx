import { BarChartOutlined, DownloadOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import { downloadBlob, toCsv } from './download.ts'
import { PlainTable, type ChartTable } from './plain-table.tsx'

interface Props {
  /** What the chart shows, as a sentence: the finding, not the topic. */
  readonly title: string
  /** Units and scope. */
  readonly note?: string
  /** The same figures as a table, for reading aloud and for export. */
  readonly table: ChartTable
  readonly png?: (() => Promise<Blob | null>) | undefined
  readonly children: ReactNode
  readonly height?: number
  readonly actions?: ReactNode
}

/** A chart with its finding as title, its table behind it, and export. */
export function ChartFrame({ title, note, table, png, children, height, actions }: Props) {
  const [asTable, setAsTable] = useState(false)
  const titleId = useId()
  const items = [...(png ? [{ key: 'png', label: '图片（PNG）' }] : []), { key: 'csv', label: '数据（CSV）' }]
  const save = async (kind: string) => {
    const blob =
      kind === 'png' ? await png?.() : new Blob([toCsv([table.columns, ...table.rows])], { type: 'text/csv' })
    if (blob) downloadBlob(blob, `${title.slice(0, 40)}.${kind}`)
  }
  return (
    <figure className="yj-chart" aria-labelledby={titleId}>
      <figcaption>
        <div>
          <h3 id={titleId}>{title}</h3>
          {note === undefined ? null : <p>{note}</p>}
        </div>
        <div className="yj-chart-actions">
          {actions}
          <Tooltip title={asTable ? '看图' : '看数据表'}>
            <Button
              type="text"
              size="small"
              aria-pressed={asTable}
              aria-label={asTable ? '看图' : '看数据表'}
              icon={asTable ? <BarChartOutlined /> : <TableOutlined />}
              onClick={() => {
                setAsTable(!asTable)
              }}
            />
          </Tooltip>
          <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void save(key) }}>
            <Button type="text" size="small" icon={<DownloadOutlined />} aria-label="导出图表" />
          </Dropdown>
        </div>
      </figcaption>
      {asTable ? (
        <div className="yj-scroll-x" style={height === undefined ? {} : { maxHeight: height, overflowY: 'auto' }}>
          <PlainTable table={table} />
        </div>
      ) : (
        children
      )}
    </figure>
  )
}
