import type { RuleKindRow } from '@yijian/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { DataTable, formatCount, formatPercent, Tag, useRowKeys, type DataColumn, SeverityTag } from '@yijian/web-kit'
import { useCallback, useMemo, type ReactNode } from 'react'
import { filterKinds, libraryHref, ruleHref, sortKinds, type LibrarySearch } from '../search.ts'
import { stageText } from './tags.tsx'

interface Props {
  readonly rows: readonly RuleKindRow[] | undefined
  readonly error: unknown
  readonly onRetry: () => void
  readonly search: LibrarySearch
  readonly onChange: (patch: { readonly [K in keyof LibrarySearch]?: LibrarySearch[K] | undefined }) => void
  readonly toolbar: ReactNode
  readonly head: ReactNode
  readonly empty: ReactNode
}

/** The rule kinds of a class. The catalogue is whole in the browser, so filter, order and pages are instant. */
export function KindTable({ rows, error, onRetry, search, onChange, toolbar, head, empty }: Props) {
  const navigate = useNavigate()
  const kept = useMemo(() => (rows ? sortKinds(filterKinds(rows, search), search) : undefined), [rows, search])
  const shown = kept?.slice((search.page - 1) * search.size, search.page * search.size)
  const keys = useMemo(() => kept?.map((row) => row.kindId) ?? [], [kept])
  const activate = useCallback(
    (open: string | undefined) => {
      onChange({ open })
    },
    [onChange],
  )
  const enter = useCallback((key: string) => void navigate({ href: ruleHref(key) }), [navigate])
  useRowKeys({ keys, active: search.open, onActive: activate, onEnter: enter })
  return (
    <DataTable
      id="rule-kinds"
      label="规则列表"
      columns={COLUMNS}
      rows={shown}
      total={kept?.length}
      totals={kept ? totalsOf(kept) : undefined}
      rowKey={(row) => row.kindId}
      view={search}
      onView={(view) => {
        onChange({ ...view, sort: (view.sort ?? 'kindId') as LibrarySearch['sort'] })
      }}
      error={error}
      onRetry={onRetry}
      activeKey={search.open}
      onOpen={(row) => {
        enter(row.kindId)
      }}
      card={(row) => <KindCard row={row} />}
      toolbar={toolbar}
      head={head}
      empty={empty}
    />
  )
}

function totalsOf(rows: readonly RuleKindRow[]): Record<string, ReactNode> {
  const sum = (pick: (row: RuleKindRow) => number) => formatCount(rows.reduce((all, row) => all + pick(row), 0))
  return { points: sum((row) => row.points), hits: sum((row) => row.hits), failed: sum((row) => row.failed) }
}

const COLUMNS: readonly DataColumn<RuleKindRow>[] = [
  {
    key: 'kindId',
    title: '编号',
    width: 76,
    sort: 'kindId',
    always: true,
    render: (row) => <code>{row.kindId}</code>,
  },
  {
    key: 'name',
    title: '规则',
    minWidth: 220,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <Link to={ruleHref(row.kindId)} title={row.name}>
          {row.name}
        </Link>
        <small>
          {row.gz ?? (row.national ? '国家规则，暂无编码' : '本地扩展规则')} · {row.templateName}
        </small>
      </span>
    ),
  },
  {
    key: 'class',
    title: '分类',
    width: 160,
    optional: true,
    render: (row) => (
      <span className="yj-cell-2">
        <span>{row.cat1}</span>
        <small>{row.cat2}</small>
      </span>
    ),
  },
  { key: 'severity', title: '严重程度', width: 96, render: (row) => <SeverityTag severity={row.severity} /> },
  {
    key: 'stages',
    title: '监管环节',
    width: 136,
    render: (row) => <span className="yj-num">{stageText(row.stages)}</span>,
  },
  {
    key: 'points',
    title: '知识点',
    width: 92,
    align: 'right',
    sort: 'points',
    hint: '当前规则集内的知识点',
    render: (row) => <Link to={libraryHref({ view: 'points', kind: row.kindId })}>{formatCount(row.points)}</Link>,
  },
  {
    key: 'failed',
    title: '不可执行',
    width: 96,
    align: 'right',
    sort: 'failed',
    hint: '参数或编码有误、未参与判定的知识点',
    render: (row) =>
      row.failed === 0 ? (
        <span className="yj-muted">0</span>
      ) : (
        <Link className="danger-link" to={libraryHref({ view: 'points', kind: row.kindId, failed: 'true' })}>
          {formatCount(row.failed)}
        </Link>
      ),
  },
  {
    key: 'hits',
    title: '近30天提醒',
    width: 110,
    align: 'right',
    sort: 'hits',
    render: (row) => <span className="yj-num">{formatCount(row.hits)}</span>,
  },
  {
    key: 'overrides',
    title: '继续执行',
    width: 104,
    align: 'right',
    sort: 'overrides',
    hint: '医师看到提醒后仍继续执行的次数及占提醒的比例',
    render: (row) =>
      row.hits === 0 ? (
        <span className="yj-muted">—</span>
      ) : (
        <span className="yj-num">
          {formatCount(row.overrides)} <small className="yj-muted">{formatPercent(row.overrides / row.hits, 0)}</small>
        </span>
      ),
  },
  {
    key: 'underWay',
    title: '待办版本',
    width: 92,
    align: 'right',
    hint: '草稿、论证、试运行中的知识点版本',
    optional: true,
    render: (row) => <span className="yj-num">{formatCount(row.underWay)}</span>,
  },
  {
    key: 'origin',
    title: '来源',
    width: 84,
    optional: true,
    render: (row) => <Tag tone={row.national ? 'brand' : 'neutral'}>{row.national ? '国家' : '扩展'}</Tag>,
  },
]

function KindCard({ row }: { readonly row: RuleKindRow }) {
  return (
    <Link to={ruleHref(row.kindId)} className="finding-card">
      <span className="finding-card-head">
        <code>{row.kindId}</code>
        <strong>{row.name}</strong>
        <SeverityTag severity={row.severity} />
      </span>
      <span className="finding-card-foot yj-secondary">
        <span>
          {row.cat1} · {row.cat2}
        </span>
        <span>{formatCount(row.points)} 个知识点</span>
      </span>
    </Link>
  )
}
