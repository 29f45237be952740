import type { ReleaseRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { CodeText, formatCount, formatMoment, type DataColumn } from '@yijian/web-kit'
import { releaseHref } from '../search.ts'
import { ReleaseStateTag } from './tags.tsx'

export const RELEASE_COLUMNS: readonly DataColumn<ReleaseRow>[] = [
  {
    key: 'title',
    title: '规则集',
    minWidth: 220,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <Link to={releaseHref(row.releaseId)}>{row.title}</Link>
        <small title={row.note}>{row.note === '' ? row.releaseId : row.note}</small>
      </span>
    ),
  },
  { key: 'state', title: '状态', width: 96, render: (row) => <ReleaseStateTag state={row.state} /> },
  {
    key: 'hash',
    title: '内容校验值',
    width: 180,
    hint: '同一内容的校验值相同；内容改动即不同',
    render: (row) => <CodeText value={row.hash} short={16} />,
  },
  {
    key: 'rules',
    title: '规则',
    width: 76,
    align: 'right',
    render: (row) => <span className="yj-num">{formatCount(row.rules)}</span>,
  },
  {
    key: 'points',
    title: '知识点',
    width: 92,
    align: 'right',
    render: (row) => <span className="yj-num">{formatCount(row.points)}</span>,
  },
  {
    key: 'failed',
    title: '不可执行',
    width: 92,
    align: 'right',
    render: (row) => (
      <span className={row.failed > 0 ? 'yj-num danger-text' : 'yj-num'}>{formatCount(row.failed)}</span>
    ),
  },
  {
    key: 'made',
    title: '编制',
    width: 170,
    render: (row) => (
      <span className="yj-cell-2">
        <span>{row.madeBy}</span>
        <small className="yj-num">{formatMoment(row.madeAt)}</small>
      </span>
    ),
  },
  {
    key: 'activated',
    title: '最近启用',
    width: 170,
    render: (row) =>
      row.activatedAt === null ? (
        <span className="yj-muted">未启用</span>
      ) : (
        <span className="yj-cell-2">
          <span>{row.activatedBy}</span>
          <small className="yj-num">{formatMoment(row.activatedAt)}</small>
        </span>
      ),
  },
]
