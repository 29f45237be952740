import { DownloadOutlined } from '@ant-design/icons'
import { CASE_SORTS, CaseFilter, DRG_FUNDS, GROUPING_STATUSES, Page, type DrgCaseRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, choiceField, DataTable, downloadUrl, EmptyState, formatAmount, formatNumber, PageHeader, Tag, type DataColumn } from '@yijian/web-kit' // prettier-ignore
import { Button, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { sharedUrl, useShared, useSide } from '../api.ts'
import { CaseLink, CodeName, Gain } from '../parts/bits.tsx'
import '../drg.css'

const Search = { ...CaseFilter.shape, ...Page.shape, sort: choiceField(CASE_SORTS), order: choiceField(['desc', 'asc']) } // prettier-ignore

const columns: readonly DataColumn<DrgCaseRow>[] = [
  { key: 'case', title: '病例号', width: 164, always: true, render: (row) => <CaseLink caseId={row.caseId} /> },
  { key: 'hospital', title: '医疗机构', minWidth: 110, ellipsis: true, render: (row) => <span title={row.hospital.name}>{row.hospital.name}</span> }, // prettier-ignore
  { key: 'discharged', title: '出院日期', width: 102, sort: 'discharged', render: (row) => row.discharged },
  { key: 'main', title: '主要诊断', minWidth: 112, ellipsis: true, render: (row) => <CodeName {...row.main} /> },
  { key: 'drg', title: '病组', minWidth: 120, ellipsis: true, render: (row) => row.status === '分组成功' ? <CodeName code={row.drg} name={row.drgName} /> : <Tag tone="warning">{row.status}{row.reason === null ? '' : `：${row.reason}`}</Tag> }, // prettier-ignore
  { key: 'fund', title: '险种', width: 54, render: (row) => (row.fund === null ? '—' : DRG_FUNDS[row.fund]) },
  { key: 'los', title: '天数', width: 62, align: 'right', sort: 'los', render: (row) => <span className="yj-num">{row.los ?? '—'}</span> }, // prettier-ignore
  { key: 'weight', title: '权重', width: 78, align: 'right', sort: 'weight', render: (row) => <span className="yj-num">{row.weight ?? '—'}</span> }, // prettier-ignore
  { key: 'cost', title: '总费用（元）', width: 118, align: 'right', sort: 'cost', render: (row) => <Amount value={row.cost} /> }, // prettier-ignore
  { key: 'payable', title: '统筹应付（元）', width: 122, align: 'right', sort: 'payable', render: (row) => row.refused === null ? <Amount value={row.payable} /> : <span title={row.refused}><Tag tone="warning">未支付</Tag></span> }, // prettier-ignore
  { key: 'gain', title: '盈亏（元）', width: 112, align: 'right', sort: 'gain', render: (row) => <Gain value={row.gain} /> }, // prettier-ignore
  { key: 'rule', title: '支付类别', minWidth: 150, optional: true, ellipsis: true, render: (row) => row.ruleLabel },
]

/** A sum does not break in its middle. */
const Whole = ({ children }: { readonly children: ReactNode }) => <span style={{ whiteSpace: 'nowrap' }}>{children}</span> // prettier-ignore

const RULES = [
  ['normal', '正常'],
  ['low', '低倍率'],
  ['high', '高倍率'],
  ['high-over-limit', '高倍率（超上限）'],
  ['bed-day', '床日'],
  ['discount', '无权重'],
  ['paid-apart', '单独付费'],
  ['special-weight', '特病单议（权重）'],
  ['special-actual', '特病单议（实际）'],
] as const

/** Which cases, in which group, for how much? */
export function CasesPage() {
  const [search, setSearch] = useSearchState(Search)
  const { isBureau } = useSide()
  const query = useShared('listDrgCases', { query: search })
  const months = useShared('listMonths', {}).data?.rows.map(({ month }) => month) ?? []
  const totals = query.data?.totals
  const set = (patch: Partial<Record<keyof typeof search, string | undefined>>) => {
    setSearch({ ...patch, page: 1 } as never)
  }
  const filtered = search.hospital ?? search.drg ?? search.mdc ?? search.year
  return (
    <div className="yj-page">
      <PageHeader
        title="DRG 病例"
        lead="每例都能看到为什么分到这个组、怎样计算、换一种填写会怎样。"
        actions={
          <Button
            icon={<DownloadOutlined />}
            onClick={() => {
              downloadUrl(sharedUrl(isBureau, 'drgCasesFile', { query: search }))
            }}
          >
            导出
          </Button>
        }
      />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="drg-cases"
          label="DRG 病例"
          columns={isBureau ? columns : columns.filter(({ key }) => key !== 'hospital')}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(row) => row.caseId}
          view={search}
          onView={(view) => {
            setSearch({ ...view, sort: view.sort as never })
          }}
          loading={query.isFetching && query.isPlaceholderData}
          error={query.error}
          onRetry={() => void query.refetch()}
          totals={totals && { weight: <Whole>{formatNumber(Number(totals.weight), 2)}</Whole>, cost: <Whole>{formatAmount(totals.cost)}</Whole>, payable: <Whole>{formatAmount(totals.payable)}</Whole>, gain: <Whole><Gain value={totals.gain} /></Whole> }} // prettier-ignore
          empty={<EmptyState title="没有符合条件的病例">换个月份或条件再看。</EmptyState>}
          toolbar={
            <>
              <Input.Search
                allowClear
                key={search.q ?? ''}
                defaultValue={search.q ?? ''}
                placeholder="病例号、诊断、病组编码"
                aria-label="搜索病例"
                style={{ width: 220 }}
                maxLength={64}
                onSearch={(q) => {
                  set({ q: q.trim() === '' ? undefined : q.trim() })
                }}
              />{' '}
              {/* prettier-ignore */}
              <Pick label="月份" value={search.month} options={months.map((month) => [month, month])} onPick={(month) => { set({ month }) }} />{' '}
              {/* prettier-ignore */}
              <Pick label="险种" value={search.fund} options={Object.entries(DRG_FUNDS)} onPick={(fund) => { set({ fund }) }} />{' '}
              {/* prettier-ignore */}
              <Pick label="分组状态" value={search.status} options={GROUPING_STATUSES.map((one) => [one, one])} onPick={(status) => { set({ status }) }} />{' '}
              {/* prettier-ignore */}
              <Pick label="支付类别" value={search.rule} options={RULES} onPick={(rule) => { set({ rule }) }} />{' '}
              {/* prettier-ignore */}
              <Button type={search.refused === '1' ? 'primary' : 'default'} onClick={() => { set({ refused: search.refused === '1' ? undefined : '1' }) }}>暂不能支付</Button>{' '}
              {/* prettier-ignore */}
              {filtered === undefined ? null : (
                <Link to="." search={{}}>
                  清除 {search.drg ?? search.mdc ?? search.year ?? '机构'} 筛选
                </Link>
              )}
            </>
          }
        />
      </div>
    </div>
  )
}

export function Pick({
  label,
  value,
  options,
  onPick,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly options: readonly (readonly [string, string])[]
  readonly onPick: (value: string | undefined) => void
}) {
  // prettier-ignore
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={label}
      aria-label={label}
      style={{ minWidth: 116 }}
      popupMatchSelectWidth={false}
      value={value ?? null}
      options={options.map(([key, text]) => ({ value: key, label: text }))}
      onChange={(next: string | null) => {
        onPick(next ?? undefined)
      }}
    />
  )
}
