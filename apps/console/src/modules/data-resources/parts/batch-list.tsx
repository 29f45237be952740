import { Link } from '@tanstack/react-router'
import {
  DataTable,
  EmptyState,
  formatCount,
  formatDuration,
  formatMoment,
  Tag,
  type DataColumn,
  type TableView,
} from '@yijian/web-kit'
import { Button } from 'antd'
import { useBatches, type BatchData } from '../api.ts'

export const batchHref = (batchId: string): string => `/data/batches/${encodeURIComponent(batchId)}`

const columns: readonly DataColumn<BatchData>[] = [
  {
    key: 'at',
    title: '导入时间',
    width: 150,
    always: true,
    render: (batch) => <Link to={batchHref(batch.batchId)}>{formatMoment(batch.at)}</Link>,
  },
  { key: 'source', title: '来源', minWidth: 160, render: (batch) => batch.source },
  { key: 'files', title: '文件', width: 170, render: (batch) => <FileSummary batch={batch} /> },
  { key: 'read', title: '读取行数', width: 130, align: 'right', render: (batch) => formatCount(batch.read) },
  { key: 'accepted', title: '接收', width: 130, align: 'right', render: (batch) => formatCount(batch.accepted) },
  {
    key: 'rejected',
    title: '拒收',
    width: 110,
    align: 'right',
    render: (batch) =>
      batch.rejected === 0 ? (
        '0'
      ) : (
        <Link to={batchHref(batch.batchId)} search={{ tab: 'rejects' }} className="danger-link">
          {formatCount(batch.rejected)}
        </Link>
      ),
  },
  { key: 'duration', title: '用时', width: 110, align: 'right', render: (batch) => formatDuration(batch.durationMs) },
  { key: 'by', title: '导入人', width: 130, render: (batch) => batch.by },
  { key: 'id', title: '批次号', width: 150, optional: true, render: (batch) => <code>{batch.batchId}</code> },
]

function FileSummary({ batch }: { readonly batch: BatchData }) {
  const refused = batch.files.filter((file) => file.status === 'refused').length
  const ok = batch.files.filter((file) => file.status === 'imported' || file.status === 'duplicate').length
  return (
    <span className="yj-row" style={{ gap: 6 }}>
      {ok} 个{refused > 0 ? <Tag tone="danger">{refused} 个被拒绝</Tag> : null}
    </span>
  )
}

interface Props {
  readonly page: number
  readonly size: number
  readonly onView: (view: TableView) => void
  readonly onUpload: (() => void) | undefined
}

export function BatchList({ page, size, onView, onUpload }: Props) {
  const query = useBatches({ page, size })
  return (
    <DataTable
      id="batches"
      label="导入批次"
      columns={columns}
      rows={query.data?.rows}
      total={query.data?.total}
      rowKey={(batch) => batch.batchId}
      view={{ page, size }}
      onView={onView}
      loading={query.isFetching && query.isPlaceholderData}
      error={query.error}
      onRetry={() => void query.refetch()}
      empty={
        <EmptyState
          title="还没有导入数据"
          actions={
            onUpload ? (
              <Button type="primary" onClick={onUpload}>
                上传文件
              </Button>
            ) : undefined
          }
        >
          上传文件，或使用示范城市。每一行都会校验，拒收的行带着原因保留，可以下载。
        </EmptyState>
      }
    />
  )
}
