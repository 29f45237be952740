import { SOURCE_LABELS, SUBJECT_LABELS, type FindingRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, CodeText, formatPeriod, LevelTag, Tag, type DataColumn } from '@yijian/web-kit'
import { findingHref, institutionHref } from '../public.ts'
import { suspicionOf, tierLabel, wordOf } from './finding-names.ts'
import { SelfFoundTag } from './self-found-tag.tsx'
import { StatusTag } from './status-tag.tsx'

const finding: DataColumn<FindingRow> = {
  key: 'finding',
  title: '疑点',
  minWidth: 260,
  always: true,
  sort: 'model',
  render: (row) => (
    <div className="finding-cell">
      <Link to={findingHref(row.findingId)} className="finding-name">
        {suspicionOf(row)}
        {row.subtype === null ? null : <span className="yj-muted"> · {wordOf(row.subtype)}</span>}
      </Link>
      <span className="yj-clamp-2 yj-secondary yj-small" title={row.explain}>
        {row.explain}
      </span>
    </div>
  ),
}

const institution: DataColumn<FindingRow> = {
  key: 'institution',
  title: '机构',
  width: 196,
  sort: 'institution',
  render: (row) =>
    row.fixmedinsCode === null ? (
      <span className="yj-muted">多家机构</span>
    ) : (
      <span className="yj-cell-2">
        <Link to={institutionHref(row.fixmedinsCode)} title={row.fixmedinsName ?? row.fixmedinsCode}>
          {row.fixmedinsName ?? row.fixmedinsCode}
        </Link>
        <small>{[row.admdvsName, row.tier === null ? null : tierLabel(row.tier)].filter(Boolean).join(' · ')}</small>
      </span>
    ),
}

const period: DataColumn<FindingRow> = {
  key: 'period',
  title: '发生期间',
  width: 108,
  sort: 'periodFrom',
  render: (row) =>
    row.periodFrom === row.periodTo ? (
      <span className="yj-num">{row.periodFrom}</span>
    ) : (
      <span className="yj-cell-2 yj-num" title={formatPeriod(row.periodFrom, row.periodTo)}>
        <span>{row.periodFrom}</span>
        <small>至 {row.periodTo}</small>
      </span>
    ),
}

export function findingColumns(excluded: boolean): DataColumn<FindingRow>[] {
  return [
    {
      key: 'level',
      title: '风险',
      width: 92,
      sort: 'score',
      always: true,
      hint: '风险等级与 0–100 的风险分',
      render: (row) => <LevelTag level={row.level} score={row.score} />,
    },
    finding,
    { key: 'source', title: '来源', width: 64, render: (row) => <Tag>{SOURCE_LABELS[row.source]}</Tag> },
    ...(excluded
      ? [
          {
            key: 'excludedBy',
            title: '排除原因',
            width: 150,
            render: (row: FindingRow) => <Tag>{row.excludedBy ?? '—'}</Tag>,
          },
        ]
      : []),
    institution,
    {
      key: 'person',
      title: '参保人',
      width: 152,
      render: (row) => (row.psnNo === null ? <span className="yj-muted">—</span> : <code>{row.psnNo}</code>),
    },
    period,
    {
      key: 'amtFund',
      title: '涉及基金（元）',
      width: 142,
      align: 'right',
      sort: 'amtFund',
      render: (row) => <Amount value={row.amtFund} />,
    },
    {
      key: 'amtTotal',
      title: '涉及总额（元）',
      width: 142,
      align: 'right',
      sort: 'amtTotal',
      optional: true,
      render: (row) => <Amount value={row.amtTotal} />,
    },
    {
      key: 'status',
      title: '核实',
      width: 104,
      render: (row) => (
        <span className="finding-state">
          <StatusTag status={row.status} />
          <SelfFoundTag mark={row.selfFound} />
        </span>
      ),
    },
    { key: 'subjectType', title: '对象', width: 90, optional: true, render: (row) => SUBJECT_LABELS[row.subjectType] },
    {
      key: 'subjectId',
      title: '对象编号',
      width: 200,
      optional: true,
      render: (row) => <CodeText value={row.subjectId} short={22} />,
    },
    {
      key: 'version',
      title: '模型（规则集）版本',
      width: 150,
      optional: true,
      render: (row) => <code>{row.modelVersion}</code>,
    },
  ]
}

/** A finding on a phone. */
export function FindingCard({ row }: { readonly row: FindingRow }) {
  return (
    <Link to={findingHref(row.findingId)} className="finding-card">
      <span className="finding-card-head">
        <LevelTag level={row.level} score={row.score} />
        <strong>{suspicionOf(row)}</strong>
        <StatusTag status={row.status} />
        <SelfFoundTag mark={row.selfFound} />
      </span>
      <span className="yj-clamp-2 yj-secondary">{row.explain}</span>
      <span className="finding-card-foot">
        <span className="yj-ellipsis">{row.fixmedinsName ?? '多家机构'}</span>
        <strong>
          <Amount value={row.amtFund} /> 元
        </strong>
      </span>
    </Link>
  )
}
