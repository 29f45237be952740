import { CHECK_STATUSES, CHECK_STATUS_LABELS, type CheckRow } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Amount, countField, DataTable, EmptyState, formatCount, formatMoment, PageHeader, textField, type DataColumn } from '@yijian/web-kit' // prettier-ignore
import { Tabs } from 'antd'
import { useSearchState } from '../../../shell/search-state.ts'
import { useChecks } from '../api.ts'
import { MarkBar } from '../parts/progress-bar.tsx'
import { CheckStateTag } from '../parts/tags.tsx'
import '../self-check.css'

const Search = { status: textField(20), page: countField(1), size: countField(20) }

/** 自查记录: every check the institution has made. */
export function ChecksPage() {
  const [search, setSearch] = useSearchState(Search)
  const navigate = useNavigate()
  const status = CHECK_STATUSES.find((one) => one === search.status)
  const list = useChecks({ ...(status === undefined ? {} : { status }), page: search.page, size: search.size })
  return (
    <div className="yj-page">
      <PageHeader back={<Link to="/self-check">← 自查自纠</Link>} title="自查记录" />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="self-checks"
          label="自查记录"
          columns={[...COLUMNS]}
          rows={list.data?.rows}
          total={list.data?.total}
          rowKey={(row) => row.checkId}
          view={{ page: search.page, size: search.size }}
          onView={({ page, size }) => {
            setSearch({ page, size })
          }}
          loading={list.isFetching && list.isPlaceholderData}
          error={list.error}
          onRetry={() => void list.refetch()}
          onOpen={(row) => void navigate({ to: `/self-check/checks/${row.checkId}` })}
          head={
            <Tabs
              activeKey={status ?? 'all'}
              items={[
                { key: 'all', label: '全部' },
                ...CHECK_STATUSES.map((one) => ({ key: one, label: CHECK_STATUS_LABELS[one] })),
              ]}
              onChange={(key) => {
                setSearch({ status: key === 'all' ? undefined : key, page: 1 }, { push: true })
              }}
            />
          }
          empty={
            <EmptyState title="没有自查记录" actions={<Link to="/self-check">去发起自查</Link>}>
              发起的自查会列在这里，取消和失败的也在。
            </EmptyState>
          }
        />
      </div>
    </div>
  )
}

const ready = (row: CheckRow): boolean => row.scan === 'ready'

const COLUMNS: readonly DataColumn<CheckRow>[] = [
  {
    key: 'title',
    title: '自查',
    minWidth: 230,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <Link to={`/self-check/checks/${row.checkId}`} title={row.title}>
          {row.title}
        </Link>
        <small>{row.releaseTitle}</small>
      </span>
    ),
  },
  { key: 'state', title: '状态', width: 84, render: (row) => <CheckStateTag check={row} /> },
  {
    key: 'at',
    title: '发起',
    width: 156,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-num">{formatMoment(row.createdAt)}</span>
        <small>{row.createdBy}</small>
      </span>
    ),
  },
  {
    key: 'hits',
    title: '命中',
    width: 64,
    align: 'right',
    render: (row) => <span className="yj-num">{ready(row) ? formatCount(row.hits) : '—'}</span>,
  },
  {
    key: 'amount',
    title: '涉及金额（元）',
    width: 120,
    align: 'right',
    render: (row) => <Amount value={ready(row) ? row.amount : null} />,
  },
  {
    key: 'progress',
    title: '认定',
    width: 150,
    render: (row) => (ready(row) ? <MarkBar marks={row.marks} compact /> : '—'),
  },
  {
    key: 'refund',
    title: '拟退回（元）',
    width: 116,
    align: 'right',
    render: (row) => <Amount value={ready(row) ? row.refund : null} />,
  },
]
