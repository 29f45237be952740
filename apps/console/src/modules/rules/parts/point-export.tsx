import { DownloadOutlined } from '@ant-design/icons'
import { POINT_STATUS_LABELS, SEVERITY_LABELS, type PointRow } from '@yijian/contract'
import { downloadBlob, formatCount, formatMoment, omit, toClientError, toCsv } from '@yijian/web-kit'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useSession } from '../../../shell/session.tsx'
import { client, type PointListQuery } from '../api.ts'
import { exportHeader, pointRow, POINT_HEADINGS } from './point-sheet.ts'

const PAGE = 200

/** All points of the filter as CSV, headed by who took them out, when, and with what filter. */
export function PointExport({ query, total }: { readonly query: PointListQuery; readonly total: number }) {
  const [taken, setTaken] = useState<number>()
  const session = useSession()
  const { message } = App.useApp()
  const run = async () => {
    setTaken(0)
    try {
      const rows = await allPoints(query, setTaken)
      const header = exportHeader({
        by: `${session.displayName}（${session.username}）`,
        at: formatMoment(new Date().toISOString()),
        filter: omit(query, 'page', 'size'),
        rows: rows.length,
      })
      const labels = { status: POINT_STATUS_LABELS, severity: SEVERITY_LABELS }
      const text = toCsv([...header, [...POINT_HEADINGS], ...rows.map((row) => pointRow(row, labels))])
      downloadBlob(new Blob([text], { type: 'text/csv' }), `知识点_${rows.length}.csv`)
    } catch (error) {
      message.error(toClientError(error).message)
    } finally {
      setTaken(undefined)
    }
  }
  return (
    <Button
      icon={<DownloadOutlined />}
      disabled={total === 0}
      loading={taken !== undefined}
      onClick={() => void run()}
      title="按当前筛选导出全部知识点"
    >
      {taken === undefined ? '导出' : `已取 ${formatCount(taken)}`}
    </Button>
  )
}

async function allPoints(query: PointListQuery, onTaken: (n: number) => void): Promise<PointRow[]> {
  const rows: PointRow[] = []
  for (let page = 1; ; page += 1) {
    const answer = await client.call.listPoints({ query: { ...query, page, size: PAGE } })
    rows.push(...answer.rows)
    onTaken(rows.length)
    if (answer.rows.length < PAGE || rows.length >= answer.total) return rows
  }
}
