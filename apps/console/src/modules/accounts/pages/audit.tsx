import { SafetyCertificateOutlined } from '@ant-design/icons'
import { accountsEndpoints } from '@yijian/contract'
import {
  CodeText,
  DataTable,
  DayInput,
  EmptyState,
  formatCount,
  formatMomentExact,
  PageHeader,
  toClientError,
  type DataColumn,
} from '@yijian/web-kit'
import { Alert, Button, Input, Select } from 'antd'
import { useSearchState } from '../../../shell/search-state.ts'
import { useAudit, useVerifyAudit, type Entry } from '../api.ts'
import { detailsText } from '../parts/details-text.ts'

const Search = accountsEndpoints.listAudit.query.shape

const columns: readonly DataColumn<Entry>[] = [
  { key: 'seq', title: '序号', width: 88, align: 'right', render: (entry) => formatCount(entry.seq) },
  {
    key: 'at',
    title: '时间',
    width: 170,
    always: true,
    render: (entry) => <span className="yj-num">{formatMomentExact(entry.at)}</span>,
  },
  { key: 'actor', title: '操作人', width: 150, render: (entry) => <code>{entry.actor}</code> },
  { key: 'action', title: '操作', width: 160, always: true, render: (entry) => entry.actionLabel },
  { key: 'subject', title: '对象', width: 230, render: (entry) => <CodeText value={entry.subject} short={26} /> },
  {
    key: 'details',
    title: '内容',
    minWidth: 240,
    render: (entry) => (
      <span className="yj-clamp-2 yj-small" title={detailsText(entry.details)}>
        {detailsText(entry.details)}
      </span>
    ),
  },
  {
    key: 'hash',
    title: '校验值',
    width: 150,
    optional: true,
    render: (entry) => <CodeText value={entry.hash} short={12} />,
  },
]

/** Who did what, when. Entries cannot be changed without breaking the chain. */
export function AuditPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = useAudit(search)
  const verify = useVerifyAudit()
  return (
    <div className="yj-page">
      <PageHeader
        title="审计日志"
        lead="登录、查看完整编号、登记结论、导出、改参数等操作，逐条串成校验链，改动任何一条都会被发现。"
        actions={
          <Button
            icon={<SafetyCertificateOutlined />}
            loading={verify.isPending}
            onClick={() => {
              verify.mutate()
            }}
          >
            校验完整性
          </Button>
        }
      />
      {verify.data ? (
        <Alert
          showIcon
          closable={{
            onClose: () => {
              verify.reset()
            },
          }}
          type={verify.data.ok ? 'success' : 'error'}
          title={
            verify.data.ok
              ? `${formatCount(verify.data.entries)} 条记录完整，没有被改动`
              : `第 ${String(verify.data.firstBroken)} 条起校验不符`
          }
          description={verify.data.message}
          style={{ marginBottom: 16 }}
        />
      ) : null}
      {verify.error ? (
        <Alert type="error" showIcon title={toClientError(verify.error).message} style={{ marginBottom: 16 }} />
      ) : null}
      <div className="yj-card yj-card-flush">
        <DataTable
          id="audit"
          label="审计日志"
          columns={columns}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(entry) => String(entry.seq)}
          view={search}
          onView={({ page, size }) => {
            setSearch({ page, size })
          }}
          loading={query.isFetching && query.isPlaceholderData}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={<EmptyState title="没有符合条件的记录" />}
          toolbar={
            <>
              <Input.Search
                allowClear
                key={`a${search.actor ?? ''}`}
                defaultValue={search.actor ?? ''}
                placeholder="操作人用户名"
                aria-label="操作人"
                style={{ width: 190 }}
                onSearch={(actor) => {
                  setSearch({ actor: actor.trim() || undefined, page: 1 })
                }}
              />
              <Select
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="操作"
                aria-label="操作"
                style={{ width: 180 }}
                value={search.action ?? null}
                options={query.data?.actions ?? []}
                onChange={(action: string | null | undefined) => {
                  setSearch({ action: action ?? undefined, page: 1 })
                }}
              />
              <Input.Search
                allowClear
                key={`s${search.subject ?? ''}`}
                defaultValue={search.subject ?? ''}
                placeholder="对象"
                aria-label="对象"
                style={{ width: 190 }}
                onSearch={(subject) => {
                  setSearch({ subject: subject.trim() || undefined, page: 1 })
                }}
              />
              <DayInput
                label="从"
                value={search.from}
                onChange={(from) => {
                  setSearch({ from, page: 1 })
                }}
              />
              <span className="yj-muted">至</span>
              <DayInput
                label="到"
                value={search.to}
                onChange={(to) => {
                  setSearch({ to, page: 1 })
                }}
              />
            </>
          }
        />
      </div>
    </div>
  )
}
