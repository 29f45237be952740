import type { SelfHitRow } from '@yijian/contract'
import { Amount, type DataColumn, SeverityTag } from '@yijian/web-kit'
import { Checkbox } from 'antd'
import { MarkTag } from './tags.tsx'

interface Selection {
  readonly chosen: ReadonlySet<string>
  readonly onToggle: (jrId: string) => void
}

export function hitColumns(selection: Selection | null): DataColumn<SelfHitRow>[] {
  return [...(selection ? [checkboxColumn(selection)] : []), ...COLUMNS]
}

function checkboxColumn({ chosen, onToggle }: Selection): DataColumn<SelfHitRow> {
  return {
    key: 'select',
    title: '',
    width: 40,
    always: true,
    render: (row) => (
      <Checkbox
        checked={chosen.has(row.jrId)}
        aria-label={`选择 ${row.kindName} ${row.mdtrtId}`}
        onChange={() => {
          onToggle(row.jrId)
        }}
      />
    ),
  }
}

const COLUMNS: readonly DataColumn<SelfHitRow>[] = [
  {
    key: 'mark',
    title: '结论',
    width: 80,
    always: true,
    render: (row) => <MarkTag mark={row.mark} />,
  },
  {
    key: 'problem',
    title: '疑似问题',
    minWidth: 240,
    always: true,
    sort: 'kind',
    render: (row) => (
      <span className="yj-cell-2">
        <span>
          <b className="hit-kind">{row.kindName}</b>
          <span className="yj-muted"> · {row.pointName}</span>
        </span>
        <span className="yj-clamp-2 yj-secondary yj-small" title={row.message}>
          {row.message}
        </span>
      </span>
    ),
  },
  { key: 'severity', title: '严重程度', width: 92, render: (row) => <SeverityTag severity={row.severity} /> },
  {
    key: 'visit',
    title: '就诊号 / 参保人',
    width: 164,
    render: (row) => (
      <span className="yj-cell-2">
        <code className="yj-ellipsis" title={row.mdtrtId}>
          {row.mdtrtId}
        </code>
        <small>
          <code>{row.psnNo}</code>
        </small>
      </span>
    ),
  },
  { key: 'dept', title: '科室', width: 104, ellipsis: true, render: (row) => <span title={row.dept}>{row.dept}</span> },
  {
    key: 'day',
    title: '日期',
    width: 104,
    sort: 'day',
    render: (row) => <span className="yj-num">{row.day ?? '—'}</span>,
  },
  {
    key: 'amount',
    title: '金额（元）',
    width: 116,
    align: 'right',
    sort: 'amount',
    render: (row) => <Amount value={row.amount} />,
  },
  {
    key: 'reason',
    title: '理由',
    width: 180,
    optional: true,
    render: (row) => <span className="yj-clamp-2 yj-small">{row.markReason || '—'}</span>,
  },
]
