import { DownloadOutlined } from '@ant-design/icons'
import { InstitutionFilter, Page } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  Amount,
  CodeText,
  DataTable,
  downloadUrl,
  EmptyState,
  formatCount,
  omit,
  PageHeader,
  type DataColumn,
} from '@yijian/web-kit'
import { Button, Dropdown, Input, Select } from 'antd'
import { useRegions } from '../../../shell/regions.ts'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { client, useInstitutions } from '../api.ts'
import type { Institution } from '../contract.ts'
import { TIER_OPTIONS } from '../parts/finding-names.ts'
import { ScoreBar } from '../parts/score-bar.tsx'
import { reportedHref, institutionHref } from '../public.ts'

const Search = { ...InstitutionFilter.shape, ...Page.shape }

const columns: readonly DataColumn<Institution>[] = [
  {
    key: 'name',
    title: '医疗机构名称',
    minWidth: 200,
    always: true,
    render: (row) => (
      <Link to={institutionHref(row.fixmedinsCode)} className="yj-ellipsis" title={row.fixmedinsName}>
        {row.fixmedinsName}
      </Link>
    ),
  },
  { key: 'code', title: '医疗机构编码', width: 144, render: (row) => <CodeText value={row.fixmedinsCode} /> },
  { key: 'level', title: '起付线医院等级', width: 116, render: (row) => row.hospLvLabel },
  { key: 'region', title: '区县', width: 96, render: (row) => row.admdvsName ?? row.admdvs ?? '—' },
  {
    key: 'models',
    title: '疑似违规指标数量',
    width: 112,
    align: 'right',
    sort: 'models',
    hint: '命中的不同模型个数',
    render: (row) => <span className="yj-num">{formatCount(row.models)}</span>,
  },
  {
    key: 'visits',
    title: '疑似违规就诊数量',
    width: 112,
    align: 'right',
    sort: 'visits',
    hint: '涉及的不同就诊次数',
    render: (row) => <span className="yj-num">{formatCount(row.visits)}</span>,
  },
  {
    key: 'findings',
    title: '疑点数',
    width: 88,
    align: 'right',
    sort: 'findings',
    render: (row) => <Link to={reportedHref({ institution: row.fixmedinsCode })}>{formatCount(row.findings)}</Link>,
  },
  {
    key: 'score',
    title: '疑似违规分值',
    width: 140,
    align: 'right',
    sort: 'score',
    render: (row) => <ScoreBar score={row.score} />,
  },
  {
    key: 'amtFund',
    title: '涉及基金（元）',
    width: 142,
    align: 'right',
    sort: 'amtFund',
    render: (row) => <Amount value={row.amtFund} />,
  },
]

/** How do the institutions stand? The fields of the report the bureau asked for, shown as suspicion. */
export function InstitutionsPage() {
  const [search, setSearch] = useSearchState(Search)
  const query = useInstitutions(search)
  const regions = useRegions()
  return (
    <div className="yj-page">
      <PageHeader title="机构分析报告" lead="按疑似违规分值排列。指标和分值来自模型推算，核实前均为疑似。" />
      <div className="yj-card yj-card-flush">
        <DataTable
          id="institutions"
          label="机构分析报告列表"
          columns={columns}
          rows={query.data?.rows}
          total={query.data?.total}
          rowKey={(row) => row.fixmedinsCode}
          view={search}
          onView={(view) => {
            setSearch({ ...view, sort: view.sort as typeof search.sort })
          }}
          loading={query.isFetching && query.isPlaceholderData}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={<EmptyState title="没有符合条件的机构">有疑点的机构才会列在这里；换个条件，或先运行模型。</EmptyState>}
          actions={<ExportMenu search={search} />}
          toolbar={
            <>
              <Input.Search
                allowClear
                key={search.q ?? ''}
                defaultValue={search.q ?? ''}
                placeholder="名称或编码，回车查询"
                aria-label="搜索机构"
                maxLength={64}
                style={{ width: 260 }}
                onSearch={(q) => {
                  setSearch({ q: q.trim() === '' ? undefined : q.trim(), page: 1 })
                }}
              />
              <Select
                allowClear
                placeholder="区县"
                aria-label="区县"
                style={{ width: 140 }}
                value={search.admdvs ?? null}
                options={regions.map((region) => ({ value: region.admdvs, label: region.name }))}
                onChange={(admdvs: string | null | undefined) => {
                  setSearch({ admdvs: admdvs ?? undefined, page: 1 })
                }}
              />
              <Select
                allowClear
                placeholder="等级"
                aria-label="等级"
                style={{ width: 120 }}
                value={search.tier ?? null}
                options={TIER_OPTIONS}
                onChange={(tier: string | null | undefined) => {
                  setSearch({ tier: tier ?? undefined, page: 1 })
                }}
              />
            </>
          }
        />
      </div>
    </div>
  )
}

function ExportMenu({ search }: { readonly search: ReturnType<typeof useSearchState<typeof Search>>[0] }) {
  const allowed = useCan('findings.export')
  if (!allowed) return null
  const filter = omit(search, 'page', 'size')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: 'Excel（xlsx）' },
          { key: 'csv', label: 'CSV' },
        ],
        onClick: ({ key }) => {
          downloadUrl(
            client.url('exportInstitutions', { query: { ...filter, format: key === 'csv' ? 'csv' : 'xlsx' } }),
          )
        },
      }}
    >
      <Button icon={<DownloadOutlined />}>导出</Button>
    </Dropdown>
  )
}
