import { platformEndpoints, type Job } from '@yijian/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  DataTable,
  EmptyState,
  endpointQuery,
  formatDuration,
  formatMoment,
  PageHeader,
  type DataColumn,
} from '@yijian/web-kit'
import { Select } from 'antd'
import { Link } from '@tanstack/react-router'
import { platform } from '../client.ts'
import { JobProgress, JobStateTag, resultLink, resultText } from '../frame/job-card.tsx'
import { isActive } from '../jobs.ts'
import { useSearchState } from '../search-state.ts'

const Search = platformEndpoints.listJobs.query.shape
const KINDS = {
  import: '导入数据',
  prepare: '数据准备',
  'model-run': '运行模型',
  recompute: '重新推算',
  export: '导出',
  'self-check': '机构自查',
  'rule-backtest': '规则回测',
  drg: 'DRG 结算',
  'drg-simulation': 'DRG 政策模拟',
  'rule-conflicts': '规则冲突检查',
  'rule-run': '规则集扫描',
  'rule-replay': '实时判定回放',
  'rule-history': '整理结算历史',
} as const satisfies Record<Job['kind'], string>
const STATES = {
  queued: '排队中',
  running: '进行中',
  succeeded: '已完成',
  failed: '未完成',
  cancelled: '已取消',
} as const

const columns: readonly DataColumn<Job>[] = [
  { key: 'title', title: '任务', width: 320, always: true, render: (job) => job.title },
  { key: 'kind', title: '类型', width: 100, render: (job) => KINDS[job.kind] },
  { key: 'state', title: '状态', width: 100, render: (job) => <JobStateTag state={job.state} /> },
  {
    key: 'progress',
    title: '进度与说明',
    width: 340,
    render: (job) => (isActive(job) ? <JobProgress job={job} /> : (job.error ?? job.step ?? '')),
  },
  { key: 'by', title: '发起人', width: 120, render: (job) => job.createdBy },
  { key: 'created', title: '发起时间', width: 150, render: (job) => formatMoment(job.createdAt) },
  {
    key: 'duration',
    title: '用时',
    width: 110,
    align: 'right',
    render: (job) =>
      job.startedAt && job.finishedAt ? formatDuration(Date.parse(job.finishedAt) - Date.parse(job.startedAt)) : '—',
  },
  {
    key: 'result',
    title: '结果',
    width: 260,
    ellipsis: true,
    render: (job) => {
      const to = resultLink(job)
      const text = resultText(job) ?? (to === null ? '—' : '查看')
      return to === null ? <span title={text}>{text}</span> : <Link to={to}>{text}</Link>
    },
  },
]

export function JobsPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = useQuery({
    ...endpointQuery(platform, 'listJobs', { query: search }),
    placeholderData: keepPreviousData,
    refetchInterval: 4000,
  })
  const options = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }))
  return (
    <div className="yj-page">
      <PageHeader title="任务" lead="导入、模型运行和重新推算的进度与历史。离开页面不会中断。" />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="jobs"
          label="任务列表"
          columns={columns}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(job) => job.jobId}
          view={search}
          onView={({ page, size }) => {
            setSearch({ page, size })
          }}
          loading={query.isFetching && query.isPlaceholderData}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={<EmptyState title="没有符合条件的任务">导入数据或运行模型后，会在这里留下记录。</EmptyState>}
          toolbar={
            <>
              <Select
                allowClear
                placeholder="类型"
                aria-label="类型"
                style={{ width: 130 }}
                value={search.kind ?? null}
                options={options(KINDS)}
                onChange={(kind: Job['kind'] | null) => {
                  setSearch({ kind: kind ?? undefined, page: 1 })
                }}
              />
              <Select
                allowClear
                placeholder="状态"
                aria-label="状态"
                style={{ width: 130 }}
                value={search.state ?? null}
                options={options(STATES)}
                onChange={(state: Job['state'] | null) => {
                  setSearch({ state: state ?? undefined, page: 1 })
                }}
              />
            </>
          }
        />
      </div>
    </div>
  )
}
