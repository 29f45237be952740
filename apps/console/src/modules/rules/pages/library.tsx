import { STAGE_LABELS, STAGES, type RuleKindRow } from '@yijian/contract'
import { EmptyState, formatCount, PageHeader, toClientError } from '@yijian/web-kit'
import { App, Button, Select, Tabs, Tag } from 'antd'
import { useCallback, useMemo } from 'react'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { usePoints, useRuleKinds } from '../api.ts'
import { useStartRuleRun } from '../lifecycle-api.ts'
import { ArticleList } from '../parts/article-list.tsx'
import { ClassNav } from '../parts/class-nav.tsx'
import { KindTable } from '../parts/kind-table.tsx'
import { PointFilters } from '../parts/point-filters.tsx'
import { PointTable } from '../parts/point-table.tsx'
import { SearchBox } from '../../../shell/search-box.tsx'
import { filterKinds, LibrarySearch, textQuery } from '../search.ts'
import '../rules.css'
import '../lifecycle.css'

type Patch = { readonly [K in keyof LibrarySearch]?: LibrarySearch[K] | undefined }
interface ViewProps {
  readonly search: LibrarySearch
  readonly set: (patch: Patch) => void
  readonly head: React.ReactNode
  readonly kinds: readonly RuleKindRow[] | undefined
}

/** Which rules are there, and what do they say about this item? */
export function LibraryPage() {
  const [search, setSearch] = useSearchState(LibrarySearch)
  const kinds = useRuleKinds()
  const canEdit = useCan('rules.edit')
  const rows = kinds.data?.rows
  const set = useCallback(
    (patch: Patch) => {
      const stays = 'open' in patch || 'page' in patch
      setSearch(stays ? patch : { page: 1, open: undefined, ...patch })
    },
    [setSearch],
  )
  const text = textQuery(search.q)
  const matches = usePoints({ ...text, page: 1, size: 1 }, search.q !== undefined)
  const kept = useMemo(() => (rows ? filterKinds(rows, search) : undefined), [rows, search])
  const head = (
    <Tabs
      activeKey={search.view}
      items={[
        { key: 'rules', label: `规则${count(kept?.length)}` },
        { key: 'points', label: `知识点${count(search.q === undefined ? sumPoints(rows) : matches.data?.total)}` },
        { key: 'articles', label: '按条款' },
      ]}
      onChange={(view) => {
        setSearch(
          { view: view as LibrarySearch['view'], page: 1, open: undefined, kind: undefined, document: undefined, article: undefined }, // prettier-ignore
          { push: true },
        )
      }}
    />
  )
  return (
    <div className="yj-page">
      <PageHeader
        title="规则库"
        lead={rows ? leadOf(rows) : '规则种类与知识点，事前提醒、事中审核、事后监管共用。'}
        actions={canEdit ? <LibraryActions /> : null}
      />
      <div className="yj-card yj-card-flush">
        {search.view === 'rules' ? (
          <div className="library">
            <ClassNav rows={rows} search={search} onPick={set} />
            <RulesView
              {...{ search, set, head, kinds: rows }}
              error={kinds.error}
              onRetry={() => void kinds.refetch()}
              matches={search.q === undefined ? 0 : (matches.data?.total ?? 0)}
            />
          </div>
        ) : search.view === 'points' ? (
          <PointsView {...{ search, set, head, kinds: rows }} />
        ) : (
          <>
            <div className="yj-table-head">{head}</div>
            <div className="yj-table-bar">
              <LibrarySearchBox search={search} set={set} />
            </div>
            <ArticleList q={search.q} />
          </>
        )}
      </div>
    </div>
  )
}

const count = (n: number | undefined): string => (n === undefined ? '' : `（${formatCount(n)}）`)
const sumPoints = (rows: readonly RuleKindRow[] | undefined) => rows?.reduce((sum, row) => sum + row.points, 0)

function LibraryActions() {
  const canScan = useCan('models.run')
  const scan = useStartRuleRun()
  const { message } = App.useApp()
  return (
    <>
      {canScan ? (
        <Button
          loading={scan.isPending}
          onClick={() => {
            scan.mutate(undefined, {
              onSuccess: () => void message.success('已开始扫描，结果进入疑点，进度在右上角“任务”'),
              onError: (error) => void message.error(toClientError(error).message),
            })
          }}
        >
          用现行规则集扫描历史
        </Button>
      ) : null}
      <LinkButton href="/rules/imports">导入</LinkButton>
      <LinkButton type="primary" href="/rules/editor">
        新建知识点
      </LinkButton>
    </>
  )
}

function leadOf(rows: readonly RuleKindRow[]): string {
  const national = rows.filter((row) => row.national).length
  const points = formatCount(sumPoints(rows) ?? 0)
  return `${rows.length} 类规则（国家 ${national} 类、扩展 ${rows.length - national} 类），当前规则集 ${points} 个知识点。事前、事中、事后共用一套定义。`
}

function RulesView(
  props: ViewProps & { readonly error: unknown; readonly onRetry: () => void; readonly matches: number },
) {
  const { search, set, head, kinds, matches } = props
  const toPoints = () => {
    set({ view: 'points', stage: undefined, page: 1, open: undefined })
  }
  return (
    <div className="library-main">
      <KindTable
        rows={kinds}
        error={props.error}
        onRetry={props.onRetry}
        search={search}
        onChange={set}
        head={head}
        toolbar={
          <>
            <LibrarySearchBox search={search} set={set} />
            <Select
              allowClear
              aria-label="监管环节"
              placeholder="监管环节"
              style={{ width: 120 }}
              value={search.stage ?? null}
              options={STAGES.map((value) => ({ value, label: STAGE_LABELS[value] }))}
              onChange={(stage: string | null | undefined) => {
                set({ stage: stage ?? undefined })
              }}
            />
            {matches > 0 ? (
              <Button type="link" onClick={toPoints}>
                {formatCount(matches)} 个知识点与“{search.q}”匹配，查看
              </Button>
            ) : null}
          </>
        }
        empty={
          <EmptyState
            title="没有符合条件的规则"
            actions={
              <>
                {matches > 0 ? (
                  <Button type="primary" onClick={toPoints}>
                    查看 {formatCount(matches)} 个匹配的知识点
                  </Button>
                ) : null}
                <ClearButton set={set} />
              </>
            }
          >
            规则按名称和编码查找；项目名称、编码和条款在知识点里。
          </EmptyState>
        }
      />
    </div>
  )
}

function PointsView({ search, set, head, kinds }: ViewProps) {
  const query = {
    ...textQuery(search.q),
    ...{ cat1: search.cat1, cat2: search.cat2, kind: search.kind, document: search.document, article: search.article },
    ...{ on: search.on, status: search.status, failed: search.failed },
    ...{ page: search.page, size: search.size },
  }
  return (
    <PointTable
      within="library"
      query={query}
      open={search.open}
      onChange={set}
      head={head}
      toolbar={
        <>
          <LibrarySearchBox search={search} set={set} />
          <KindSelect kinds={kinds} search={search} set={set} />
          {search.document === undefined ? null : (
            <Tag closable onClose={() => set({ document: undefined, article: undefined })}>
              《{search.document}》{search.article}
            </Tag>
          )}
          {search.cat2 === undefined ? null : (
            <Tag closable onClose={() => set({ cat1: undefined, cat2: undefined })}>
              {search.cat2}
            </Tag>
          )}
          <PointFilters search={search} onChange={set} />
        </>
      }
      empty={
        <EmptyState
          title="没有符合条件的知识点"
          actions={
            <>
              <ClearButton set={set} />
              <LinkButton href="/rules/releases">查看规则集版本</LinkButton>
            </>
          }
        >
          {search.on === undefined
            ? '换个名称、编码或条款再试。不选状态时只列当前规则集内的知识点。'
            : `${search.on} 这一天没有适用的知识点，换个日期再试。`}
        </EmptyState>
      }
    />
  )
}

function ClearButton({ set }: { readonly set: ViewProps['set'] }) {
  return (
    <Button
      onClick={() => {
        set({
          ...{ q: undefined, cat1: undefined, cat2: undefined, kind: undefined, stage: undefined },
          ...{ document: undefined, article: undefined, on: undefined, status: undefined, failed: undefined },
          ...{ page: 1, open: undefined },
        })
      }}
    >
      清除筛选
    </Button>
  )
}

function LibrarySearchBox({ search, set }: Pick<ViewProps, 'search' | 'set'>) {
  return (
    <SearchBox
      value={search.q}
      label="搜索规则库"
      placeholder="项目名称、编码、规则、条款"
      onChange={(q) => {
        set({ q })
      }}
    />
  )
}

function KindSelect({ kinds, search, set }: Pick<ViewProps, 'kinds' | 'search' | 'set'>) {
  const groups = [...Map.groupBy(kinds ?? [], (row) => `${row.cat1} / ${row.cat2}`)]
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label="规则"
      placeholder="规则"
      style={{ width: 190 }}
      popupMatchSelectWidth={320}
      value={search.kind ?? null}
      options={groups.map(([label, rows]) => ({
        label,
        options: rows.map((row) => ({ value: row.kindId, label: `${row.kindId} ${row.name}` })),
      }))}
      onChange={(kind: string | null | undefined) => {
        set({ kind: kind ?? undefined })
      }}
    />
  )
}
