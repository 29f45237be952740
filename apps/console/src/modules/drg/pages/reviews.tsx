import { Page, REVIEW_REASON_LABELS, REVIEW_STATE_LABELS, ReviewState, type ReviewRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { DataTable, EmptyState, formatAmount, PageHeader, Tag, type DataColumn } from '@yijian/web-kit'
import { useSearchState } from '../../../shell/search-state.ts'
import { useShared, useSide } from '../api.ts'
import { CodeName, ReviewTag } from '../parts/bits.tsx'
import { Pick } from './cases.tsx'
import '../drg.css'

const Search = { ...Page.shape, state: ReviewState.optional() }
const PROPOSALS = { accept: '数据支持', reject: '数据不支持', look: '需人工查看' } as const

const columns: readonly DataColumn<ReviewRow>[] = [
  { key: 'id', title: '申请', width: 190, always: true, render: (row) => <ReviewLink row={row} /> },
  { key: 'hospital', title: '医疗机构', minWidth: 150, ellipsis: true, render: (row) => row.hospital?.name ?? '' },
  { key: 'drg', title: '病组', minWidth: 190, ellipsis: true, render: (row) => <CodeName code={row.drg} name={row.drgName} /> }, // prettier-ignore
  { key: 'reasons', title: '理由', minWidth: 150, ellipsis: true, render: (row) => row.reasons.map((one) => REVIEW_REASON_LABELS[one]).join('、') }, // prettier-ignore
  { key: 'los', title: '天数', width: 70, align: 'right', render: (row) => <span className="yj-num">{row.los ?? '—'}</span> }, // prettier-ignore
  { key: 'cost', title: '总费用 / 标准（元）', width: 180, align: 'right', render: (row) => <span className="yj-num">{row.cost === null ? '—' : formatAmount(row.cost)} / {row.standard === null ? '—' : formatAmount(row.standard)}</span> }, // prettier-ignore
  { key: 'proposal', title: '数据初筛', width: 110, render: (row) => <Tag tone={row.proposal === 'accept' ? 'success' : 'neutral'}>{PROPOSALS[row.proposal]}</Tag> }, // prettier-ignore
  {
    key: 'opinions',
    title: '意见',
    width: 80,
    render: (row) => (row.panel === 0 ? '—' : `${row.opinions}/${row.panel}`),
  },
  { key: 'state', title: '状态', width: 170, render: (row) => <ReviewTag state={row.state} /> },
]

function ReviewLink({ row }: { readonly row: ReviewRow }) {
  const { base } = useSide()
  return <Link to={`${base}/reviews/${encodeURIComponent(row.reviewId)}`}>{row.reviewId}</Link>
}

/** Which special cases wait for whom? */
export function ReviewsPage() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const query = useShared('listReviews', { query: search })
  const quota = query.data?.quota
  const lead = quota ? `本年度可申请 ${quota.allowed} 例，已申请 ${quota.filed} 例；出院后 ${quota.withinDays} 日内在病例页申请。` : '申请 → 初审 → 专家组盲审 → 决定 → 公示，公示后计入结算与年终决算。' // prettier-ignore
  return (
    <div className="yj-page">
      <PageHeader title="特病单议" lead={lead} />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="drg-reviews"
          label="特病单议"
          columns={isBureau ? columns : columns.filter(({ key }) => key !== 'hospital')}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(row) => row.reviewId}
          view={search}
          onView={(view) => {
            setSearch({ page: view.page, size: view.size })
          }}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={<EmptyState title="还没有特病单议申请">{isBureau ? '医疗机构在病例页提交申请后显示在这里。' : '在“DRG 病例”中打开病例，点“申请特病单议”。'}</EmptyState>} // prettier-ignore
          toolbar={
            <Pick
              label="状态"
              value={search.state}
              options={(query.data?.states ?? []).map(({ state, n }) => [state, `${REVIEW_STATE_LABELS[state]}（${n}）`])} // prettier-ignore
              onPick={(state) => {
                setSearch({ state: state as typeof search.state, page: 1 })
              }}
            />
          }
        />
      </div>
    </div>
  )
}
