import {
  BlockSkeleton,
  DataTable,
  EmptyState,
  ErrorState,
  formatCount,
  formatMoment,
  type DataColumn,
} from '@yijian/web-kit'
import { Button } from 'antd'
import { useExcluded, usePreparation } from '../api.ts'

const STEPS: Readonly<Record<string, string>> = {
  1: '有效性',
  2: '退费对冲',
  4: '住院天数',
  5: '年龄',
  6: '住院次合并',
  7: '一人多号',
  validity: '有效性',
  netting: '退费对冲',
  episode: '住院次合并',
  episodes: '住院次合并',
  los: '住院天数',
  age: '年龄',
  person: '一人多号',
  persons: '一人多号',
}

interface Props {
  readonly reason: string | undefined
  readonly page: number
  readonly size: number
  readonly onChange: (patch: { reason?: string | undefined; page?: number; size?: number }) => void
}

/** What preparation dropped and merged, counted, with the lists. */
export function Preparation({ reason, page, size, onChange }: Props) {
  const query = usePreparation()
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <BlockSkeleton rows={8} />
    )
  }
  const { counts, snapshot, at } = query.data
  if (counts.length === 0) {
    return (
      <EmptyState title="还没有做过数据准备">
        导入数据后，运行模型前会自动完成有效性筛选、退费对冲、住院次合并等准备，剔除和合并的记录在这里可查。
      </EmptyState>
    )
  }
  return (
    <div className="yj-stack">
      <p className="yj-secondary">
        快照 <code>{snapshot ?? '—'}</code>
        {at === null ? null : `，准备于 ${formatMoment(at)}`}。剔除和合并的记录都计数，点“清单”可逐条查看。
      </p>
      <table className="yj-plain-table" aria-label="数据准备统计">
        <thead>
          <tr>
            <th>步骤</th>
            <th>处理</th>
            <th className="yj-right">记录数</th>
            <th style={{ width: 80 }}>清单</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count) => (
            <tr key={count.step + count.reason} aria-selected={count.reason === reason}>
              <td>{STEPS[count.step] ?? count.step}</td>
              <td>{count.label}</td>
              <td className="yj-right yj-num">{formatCount(count.n)}</td>
              <td>
                {count.n === 0 ? (
                  <span className="yj-muted">—</span>
                ) : (
                  <Button
                    type="link"
                    size="small"
                    style={{ padding: 0 }}
                    onClick={() => {
                      onChange({ reason: count.reason === reason ? undefined : count.reason, page: 1 })
                    }}
                  >
                    {count.reason === reason ? '收起' : '清单'}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {reason === undefined ? null : (
        <ExcludedList
          title={counts.find((count) => count.reason === reason)?.label ?? reason}
          reason={reason}
          page={page}
          size={size}
          onChange={onChange}
        />
      )}
    </div>
  )
}

interface Excluded {
  readonly table: string
  readonly key: string
  readonly reason: string
}
const columns: readonly DataColumn<Excluded>[] = [
  { key: 'table', title: '表', width: 180, render: (row) => <code>{row.table}</code> },
  { key: 'key', title: '主键', minWidth: 320, always: true, render: (row) => <code>{row.key}</code> },
]

function ExcludedList({
  title,
  reason,
  page,
  size,
  onChange,
}: Props & { readonly title: string; readonly reason: string }) {
  const query = useExcluded({ reason, page, size }, true)
  return (
    <div className="yj-card yj-card-flush">
      <DataTable
        id="excluded"
        label={title}
        head={<h2>{title}</h2>}
        columns={columns}
        rows={query.data?.rows}
        total={query.data?.total}
        rowKey={(row) => row.table + row.key}
        view={{ page, size }}
        onView={(view) => {
          onChange({ page: view.page, size: view.size })
        }}
        loading={query.isFetching && query.isPlaceholderData}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState compact title="没有逐条清单">
            该项只保留了记录数。
          </EmptyState>
        }
      />
    </div>
  )
}
