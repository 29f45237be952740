import { DataTable, EmptyState, formatCount, type DataColumn } from '@yijian/web-kit'
import { Select } from 'antd'
import { useRejects, type BatchData, type RejectRow } from '../api.ts'
import { RejectDownload } from './reject-download.tsx'

interface Props {
  readonly batch: BatchData
  readonly search: { readonly table?: string; readonly page: number; readonly size: number }
  readonly onChange: (patch: { table?: string | undefined; page?: number; size?: number }) => void
}

const columns: readonly DataColumn<RejectRow>[] = [
  { key: 'table', title: '表', width: 150, render: (row) => <code>{row.table}</code> },
  {
    key: 'file',
    title: '文件',
    minWidth: 200,
    ellipsis: true,
    render: (row) => <code title={row.file}>{row.file}</code>,
  },
  {
    key: 'line',
    title: '行号',
    width: 100,
    align: 'right',
    render: (row) => (row.line === null ? '—' : formatCount(row.line)),
  },
  {
    key: 'column',
    title: '列',
    width: 180,
    render: (row) => (row.column === null ? '整行' : <code>{row.column}</code>),
  },
  {
    key: 'value',
    title: '原值',
    width: 180,
    ellipsis: true,
    render: (row) =>
      row.value === null || row.value === '' ? (
        <span className="yj-muted">空</span>
      ) : (
        <code title={row.value}>{row.value}</code>
      ),
  },
  { key: 'reason', title: '原因', width: 240, always: true, render: (row) => row.reason },
]

/** Rejected rows: first by reason, then one by one with file and line. */
export function RejectList({ batch, search, onChange }: Props) {
  const { table, page, size } = search
  const query = useRejects({
    params: { batchId: batch.batchId },
    query: { page, size, ...(table === undefined ? {} : { table }) },
  })
  if (batch.rejected === 0)
    return (
      <EmptyState compact title="没有拒收的行">
        这批数据的每一行都通过了校验。
      </EmptyState>
    )
  return (
    <div className="yj-stack">
      <table className="yj-plain-table" aria-label="按原因统计">
        <thead>
          <tr>
            <th>表</th>
            <th>列</th>
            <th>原因</th>
            <th className="yj-right">行数</th>
          </tr>
        </thead>
        <tbody>
          {(query.data?.byReason ?? []).map((group) => (
            <tr key={group.table + String(group.column) + group.reason}>
              <td>
                <code>{group.table}</code>
              </td>
              <td>{group.column === null ? '整行' : <code>{group.column}</code>}</td>
              <td>{group.reason}</td>
              <td className="yj-right yj-num">{formatCount(group.n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <DataTable
        id="rejects"
        label="拒收记录"
        columns={columns}
        rows={query.data?.rows}
        total={query.data?.total}
        rowKey={(row) => `${row.file}:${String(row.line)}:${String(row.column)}:${row.reason}`}
        view={{ page, size }}
        onView={(view) => {
          onChange({ page: view.page, size: view.size })
        }}
        loading={query.isFetching && query.isPlaceholderData}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<EmptyState compact title="该表没有拒收的行" />}
        toolbar={
          <Select
            allowClear
            placeholder="全部表"
            aria-label="表"
            style={{ width: 220 }}
            value={table ?? null}
            options={batch.tables
              .filter((candidate) => candidate.rejected > 0)
              .map((candidate) => ({
                value: candidate.table,
                label: `${candidate.label}（${formatCount(candidate.rejected)}）`,
              }))}
            onChange={(next: string | null | undefined) => {
              onChange({ table: next ?? undefined, page: 1 })
            }}
          />
        }
        actions={table === undefined ? null : <RejectDownload batchId={batch.batchId} table={table} />}
      />
    </div>
  )
}
