import { DownloadOutlined } from '@ant-design/icons'
import { CHECK_STATUS_LABELS, SUBMISSION_STATUSES, type SubmissionRow } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Amount, countField, DataTable, downloadUrl, EmptyState, formatCount, formatMoment, PageHeader, Tag, textField, type DataColumn } from '@yijian/web-kit' // prettier-ignore
import { Button, Dropdown, Tabs } from 'antd'
import { SearchBox } from '../../../shell/search-box.tsx'
import { useSearchState } from '../../../shell/search-state.ts'
import { client, useSubmissions } from '../api.ts'
import { StatusTag } from '../parts/tags.tsx'
import '../self-check.css'

const Search = { status: textField(20), q: textField(), page: countField(1), size: countField(20) }

/** 机构自查报告: what institutions found and reported themselves. */
export function SubmissionsPage() {
  const [search, setSearch] = useSearchState(Search)
  const navigate = useNavigate()
  const status = SUBMISSION_STATUSES.find((one) => one === search.status)
  const filter = { ...(status === undefined ? {} : { status }), ...(search.q === undefined ? {} : { q: search.q }) }
  const list = useSubmissions({ ...filter, page: search.page, size: search.size })
  const counts = new Map(list.data?.byStatus.map((row) => [row.status, row.n]))
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const isFiltered = Object.keys(filter).length > 0
  return (
    <div className="yj-page">
      <PageHeader title="机构自查报告" lead="医疗机构自查后主动提交的问题和整改。未提交的自查不在这里。" />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="self-check-submissions"
          label="机构自查报告"
          columns={[...COLUMNS]}
          rows={list.data?.rows}
          total={list.data?.total}
          totals={
            list.data
              ? {
                  confirmed: <span className="yj-num">{formatCount(list.data.totals.confirmed)}</span>,
                  refund: <Amount value={list.data.totals.refund} />,
                }
              : undefined
          }
          rowKey={(row) => row.checkId}
          view={{ page: search.page, size: search.size }}
          onView={({ page, size }) => {
            setSearch({ page, size })
          }}
          loading={list.isFetching && list.isPlaceholderData}
          error={list.error}
          onRetry={() => void list.refetch()}
          onOpen={(row) => void navigate({ to: `/self-check/submissions/${row.checkId}` })}
          head={
            <Tabs
              activeKey={status ?? 'all'}
              items={[
                { key: 'all', label: `全部（${total}）` },
                ...SUBMISSION_STATUSES.map((one) => ({
                  key: one,
                  label: `${one === 'submitted' ? '待受理' : CHECK_STATUS_LABELS[one]}（${counts.get(one) ?? 0}）`,
                })),
              ]}
              onChange={(key) => {
                setSearch({ status: key === 'all' ? undefined : key, page: 1 }, { push: true })
              }}
            />
          }
          toolbar={
            <SearchBox
              width={260}
              value={search.q}
              label="搜索机构"
              placeholder="机构名称或编码"
              onChange={(q) => {
                setSearch({ q, page: 1 }, { push: true })
              }}
            />
          }
          actions={
            <Dropdown
              trigger={['click']}
              menu={{
                items: [
                  { key: 'xlsx', label: 'Excel（xlsx）' },
                  { key: 'csv', label: 'CSV' },
                ],
                onClick: ({ key }) => {
                  downloadUrl(
                    client.url('exportSubmissions', { query: { ...filter, format: key === 'csv' ? 'csv' : 'xlsx' } }),
                  )
                },
              }}
            >
              <Button icon={<DownloadOutlined />}>导出</Button>
            </Dropdown>
          }
          empty={
            isFiltered ? (
              <EmptyState
                title="没有符合条件的自查报告"
                actions={
                  <Button
                    onClick={() => {
                      setSearch({ status: undefined, q: undefined, page: 1 })
                    }}
                  >
                    清除筛选
                  </Button>
                }
              />
            ) : (
              <EmptyState title="还没有机构提交自查报告">机构提交后会列在这里，按提交时间排列。</EmptyState>
            )
          }
        />
      </div>
    </div>
  )
}

const COLUMNS: readonly DataColumn<SubmissionRow>[] = [
  {
    key: 'institution',
    title: '机构',
    minWidth: 180,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <Link to={`/self-check/submissions/${row.checkId}`} title={row.fixmedinsName}>
          {row.fixmedinsName}
        </Link>
        <small>{row.admdvsName}</small>
      </span>
    ),
  },
  {
    key: 'period',
    title: '费用期间',
    width: 178,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-num">{row.from ?? '—'}</span>
        <small>
          至 {row.to ?? '—'} · {row.source === 'settled' ? '结算数据' : '上传文件'}
        </small>
      </span>
    ),
  },
  {
    key: 'status',
    title: '状态',
    width: 128,
    render: (row) => (
      <span className="yj-row">
        <StatusTag status={row.status} />
        {row.openedAt === null ? <Tag tone="warning">未读</Tag> : null}
      </span>
    ),
  },
  {
    key: 'at',
    title: '提交时间',
    width: 138,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-num">{formatMoment(row.submittedAt)}</span>
        <small>{row.round > 1 ? `第 ${row.round} 次提交` : row.submittedBy}</small>
      </span>
    ),
  },
  {
    key: 'hits',
    title: '命中',
    width: 64,
    align: 'right',
    render: (row) => <span className="yj-num">{formatCount(row.hits)}</span>,
  },
  {
    key: 'confirmed',
    title: '属实',
    width: 64,
    align: 'right',
    render: (row) => <span className="yj-num">{formatCount(row.marks.confirmed)}</span>,
  },
  {
    key: 'confirmedAmount',
    title: '属实金额（元）',
    width: 124,
    align: 'right',
    render: (row) => <Amount value={row.confirmedAmount} />,
  },
  {
    key: 'refund',
    title: '拟退回（元）',
    width: 124,
    align: 'right',
    render: (row) => <Amount value={row.refund} />,
  },
]
