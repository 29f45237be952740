import type { PointRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { formatMoment, Tag, type DataColumn, SeverityTag } from '@yijian/web-kit'
import { ruleHref } from '../search.ts'
import { PointStatusTag } from './tags.tsx'

/** Law time: on which service dates the point holds. */
export function lawText(point: Pick<PointRow, 'effBegin' | 'effEnd'>): string {
  return point.effEnd === null ? `${point.effBegin} 起` : `${point.effBegin} 至 ${point.effEnd}`
}

export function basisText(basis: PointRow['basis']): string {
  return [`《${basis.document}》`, basis.article].filter(Boolean).join('')
}

export function CodeList({ codes, limit = 2 }: { readonly codes: readonly string[]; readonly limit?: number }) {
  if (codes.length === 0) return <span className="yj-muted">—</span>
  return (
    <span className="code-list" title={codes.slice(0, 60).join('\n')}>
      {codes.slice(0, limit).map((code) => (
        <code key={code}>{code}</code>
      ))}
      {codes.length > limit ? <small className="yj-muted">等 {codes.length} 个</small> : null}
    </span>
  )
}

const name: DataColumn<PointRow> = {
  key: 'name',
  title: '知识点',
  minWidth: 190,
  always: true,
  render: (row) => (
    <span className="yj-cell-2">
      <Link to={ruleHref(row.kindId, { tab: 'points', open: row.kpId })} title={row.name}>
        {row.name}
      </Link>
      <small>
        {row.kpId} · 第 {row.version} 版
      </small>
    </span>
  ),
}

const kind: DataColumn<PointRow> = {
  key: 'kind',
  title: '规则',
  width: 168,
  render: (row) => (
    <span className="yj-cell-2">
      <Link to={ruleHref(row.kindId)}>{row.kindName}</Link>
      <small>{row.kindId}</small>
    </span>
  ),
}

const REST: readonly DataColumn<PointRow>[] = [
  { key: 'keys', title: '对象编码', width: 160, render: (row) => <CodeList codes={row.keys} /> },
  {
    key: 'params',
    title: '参数',
    minWidth: 150,
    render: (row) =>
      row.failure === null ? (
        <span className="yj-clamp-2" title={row.paramsText}>
          {row.paramsText === '' ? <span className="yj-muted">按规则默认</span> : row.paramsText}
        </span>
      ) : (
        <span className="yj-clamp-2 danger-text" title={row.failure}>
          不可执行：{row.failure}
        </span>
      ),
  },
  {
    key: 'basis',
    title: '依据',
    minWidth: 150,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-ellipsis" title={row.basis.text}>
          {row.basis.text}
        </span>
        <small className="yj-ellipsis" title={basisText(row.basis)}>
          {basisText(row.basis)}
        </small>
      </span>
    ),
  },
  {
    key: 'law',
    title: '适用日期',
    width: 116,
    hint: '政策时间：按费用发生日期适用',
    render: (row) => (
      <span className="yj-cell-2 yj-num">
        <span>{row.effBegin} 起</span>
        <small>{row.effEnd === null ? '未定止期' : `至 ${row.effEnd}`}</small>
      </span>
    ),
  },
  {
    key: 'recorded',
    title: '登记时间',
    width: 104,
    hint: '系统时间：何时录入本系统',
    render: (row) => (
      <span className="yj-cell-2 yj-num">
        <span>{formatMoment(row.recordedAt).slice(0, 10)}</span>
        <small>{formatMoment(row.recordedAt).slice(11)}</small>
      </span>
    ),
  },
  {
    key: 'status',
    title: '状态',
    width: 84,
    render: (row) => (
      <span className="yj-row">
        <PointStatusTag status={row.status} />
        {row.inForce ? null : <span title="当前规则集不含此版本">未生效</span>}
      </span>
    ),
  },
  {
    key: 'severity',
    title: '严重程度',
    width: 96,
    optional: true,
    render: (row) => <SeverityTag severity={row.severity} />,
  },
  {
    key: 'partners',
    title: '对应编码',
    width: 196,
    optional: true,
    hint: '互斥、配套的另一方',
    render: (row) => <CodeList codes={row.partners} />,
  },
  { key: 'area', title: '统筹区', width: 84, optional: true, render: (row) => <Tag>{row.area ?? '不限'}</Tag> },
  { key: 'source', title: '来源批次', width: 150, optional: true, render: (row) => row.sourceBatch ?? '—' },
  { key: 'maker', title: '制单人', width: 110, optional: true, render: (row) => row.maker },
]

/** Within one rule the rule's own column would say the same in every row. */
export const pointColumns = (within: 'library' | 'rule'): DataColumn<PointRow>[] =>
  within === 'library' ? [name, kind, ...REST] : [name, ...REST]

export function PointCard({ row }: { readonly row: PointRow }) {
  return (
    <Link to={ruleHref(row.kindId, { tab: 'points', open: row.kpId })} className="finding-card">
      <span className="finding-card-head">
        <strong>{row.name}</strong>
        <PointStatusTag status={row.status} />
      </span>
      <span className="yj-secondary">{[row.kindName, row.paramsText].filter(Boolean).join(' · ')}</span>
    </Link>
  )
}
