import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  Amount,
  DataTable,
  downloadUrl,
  EmptyState,
  neighbour,
  omit,
  PageHeader,
  SidePanel,
  useRowKeys,
  Watermarked,
} from '@yijian/web-kit'
import { Button, Dropdown, Tabs } from 'antd'
import { useCallback, useMemo } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { useWatermark } from '../../../shell/use-watermark.ts'
import { client, useFindingFacets, useFindings } from '../api.ts'
import { ActiveFilters } from '../parts/active-filters.tsx'
import { FindingCard, findingColumns } from '../parts/finding-columns.tsx'
import { FindingFilters } from '../parts/finding-filters.tsx'
import { FindingPreview } from '../parts/finding-preview.tsx'
import { findingHref } from '../public.ts'
import { FindingsSearch } from '../search.ts'

/** What should I look at next? */
export function FindingsPage() {
  const [search, setSearch] = useSearchState(FindingsSearch)
  const { open, page, size, sort, order, ...filter } = search
  const list = useFindings({ ...filter, page, size, sort, order })
  const facets = useFindingFacets(filter)
  const navigate = useNavigate()
  const watermark = useWatermark()
  const keys = useMemo(() => list.data?.rows.map((row) => row.findingId) ?? [], [list.data])
  const activate = useCallback(
    (key: string | undefined) => {
      setSearch({ open: key })
    },
    [setSearch],
  )
  const enter = useCallback((key: string) => void navigate({ to: findingHref(key) }), [navigate])
  useRowKeys({ keys, active: open, onActive: activate, onEnter: enter })
  const columns = useMemo(() => findingColumns(filter.kind === 'excluded'), [filter.kind])
  const opened = list.data?.rows.find((row) => row.findingId === open)
  return (
    <Watermarked text={watermark}>
      <div className="yj-page">
        <PageHeader title="疑点" lead="模型推算和规则判定的疑似问题，按风险从高到低排列。核实前均为疑似。" />
        <div className="yj-card yj-card-flush">
          <DataTable
            id="findings"
            label="疑点列表"
            columns={columns}
            rows={list.data?.rows}
            total={list.data?.total}
            totals={
              list.data
                ? {
                    amtFund: <Amount value={list.data.totals.amtFund} />,
                    amtTotal: <Amount value={list.data.totals.amtTotal} />,
                  }
                : undefined
            }
            rowKey={(row) => row.findingId}
            view={{ page, size, sort, order }}
            onView={(view) => {
              setSearch({ ...view, sort: view.sort as typeof sort, open: undefined })
            }}
            loading={list.isFetching && list.isPlaceholderData}
            error={list.error}
            onRetry={() => void list.refetch()}
            activeKey={open}
            onOpen={(row) => {
              activate(row.findingId)
            }}
            card={(row) => <FindingCard row={row} />}
            head={
              <Tabs
                activeKey={filter.kind}
                items={[
                  { key: 'hit', label: '疑点' },
                  { key: 'excluded', label: '已排除候选' },
                ]}
                onChange={(kind) => {
                  setSearch({ kind: kind as typeof filter.kind, page: 1, open: undefined }, { push: true })
                }}
              />
            }
            toolbar={
              <>
                <FindingFilters search={search} facets={facets.data} onChange={setSearch} />
                <ActiveFilters search={search} rows={list.data?.rows} onChange={setSearch} />
              </>
            }
            actions={<ExportMenu search={search} />}
            empty={
              <NoFindings
                search={search}
                onClear={() => {
                  setSearch(NO_FILTER)
                }}
              />
            }
          />
        </div>
      </div>
      <SidePanel
        open={open !== undefined}
        title="疑点预览"
        onClose={() => {
          activate(undefined)
        }}
        onPrevious={() => {
          activate(neighbour(keys, open, 'previous'))
        }}
        onNext={() => {
          activate(neighbour(keys, open, 'next'))
        }}
        footer={
          <>
            <Button
              type="primary"
              onClick={() => {
                if (open !== undefined) enter(open)
              }}
            >
              打开详情
            </Button>
            <span className="yj-muted yj-small">
              <kbd>↑</kbd> <kbd>↓</kbd> 切换 · <kbd>Enter</kbd> 打开 · <kbd>Esc</kbd> 关闭
            </span>
          </>
        }
      >
        <FindingPreview findingId={open} row={opened} />
      </SidePanel>
    </Watermarked>
  )
}

/** All filters off; tab, order and page size stay. */
const NO_FILTER = {
  ...{
    model: undefined,
    source: undefined,
    level: undefined,
    status: undefined,
    admdvs: undefined,
    institution: undefined,
    runId: undefined,
  },
  ...{ subjectType: undefined, from: undefined, to: undefined, minFund: undefined, q: undefined },
  ...{ open: undefined, page: 1 },
}

function ExportMenu({ search }: { readonly search: FindingsSearch }) {
  const allowed = useCan('findings.export')
  if (!allowed) return null
  const query = omit(search, 'open', 'page', 'size')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: 'Excel（xlsx）' },
          { key: 'csv', label: 'CSV' },
        ],
        onClick: ({ key }) => {
          downloadUrl(client.url('exportFindings', { query: { ...query, format: key === 'csv' ? 'csv' : 'xlsx' } }))
        },
      }}
    >
      <Button icon={<DownloadOutlined />}>导出</Button>
    </Dropdown>
  )
}

function NoFindings({ search, onClear }: { readonly search: FindingsSearch; readonly onClear: () => void }) {
  const filter = omit(search, 'kind', 'page', 'size', 'sort', 'order', 'open')
  const filtered = Object.values(filter).some((value) => value !== undefined)
  if (filtered) {
    return (
      <EmptyState title="没有符合筛选条件的疑点" actions={<Button onClick={onClear}>清除筛选</Button>}>
        放宽条件再试；超出数据范围的疑点不会出现。
      </EmptyState>
    )
  }
  if (search.kind === 'excluded')
    return (
      <EmptyState title="没有被排除的候选">
        命中模型但符合排除条件（如计划治疗、转院）的候选会列在这里，便于复查。
      </EmptyState>
    )
  return (
    <EmptyState title="还没有疑点" actions={<Link to="/models">去模型中心运行模型</Link>}>
      导入数据并运行模型后，疑点会按风险从高到低列在这里。
    </EmptyState>
  )
}
