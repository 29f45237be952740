import { DISPOSAL_LABELS, STAGE_LABELS, type JudgeRow } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { Amount, DataTable, formatMoment, Tag, type DataColumn, type TableView, SeverityTag } from '@yijian/web-kit'
import type { ReactNode } from 'react'
import { useJudges } from '../api.ts'
import { ruleHref } from '../search.ts'
import { JudgeReview } from './judge-review.tsx'

interface Props {
  readonly filter: { readonly kind?: string; readonly institution?: string | undefined; readonly from?: string }
  readonly view: TableView
  readonly onView: (view: TableView) => void
  readonly empty: ReactNode
}

/** 判定记录: what was said, to whom, and what the doctor did. */
export function JudgeTable({ filter, view, onView, empty }: Props) {
  const list = useJudges({ ...filter, page: view.page, size: view.size })
  return (
    <DataTable<JudgeRow>
      id="rule-judges"
      label="判定记录"
      columns={filter.kind === undefined ? [...COLUMNS] : COLUMNS.filter((column) => column.key !== 'kind')}
      rows={list.data?.rows}
      total={list.data?.total}
      rowKey={(row) => String(row.judgeId)}
      view={view}
      onView={onView}
      loading={list.isFetching && list.isPlaceholderData}
      error={list.error}
      onRetry={() => void list.refetch()}
      empty={empty}
    />
  )
}

const COLUMNS: readonly DataColumn<JudgeRow>[] = [
  { key: 'at', title: '时间', width: 140, render: (row) => <span className="yj-num">{formatMoment(row.at)}</span> },
  { key: 'stage', title: '环节', width: 70, render: (row) => STAGE_LABELS[row.stage] },
  {
    key: 'kind',
    title: '规则',
    width: 180,
    render: (row) => <Link to={ruleHref(row.kindId)}>{row.kindName}</Link>,
  },
  { key: 'severity', title: '严重程度', width: 96, render: (row) => <SeverityTag severity={row.severity} /> },
  {
    key: 'message',
    title: '提醒',
    minWidth: 280,
    always: true,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-clamp-2" title={row.message}>
          {row.message}
        </span>
        <small className="yj-ellipsis" title={row.basis}>
          {row.basis}
        </small>
      </span>
    ),
  },
  {
    key: 'institution',
    title: '机构',
    width: 180,
    render: (row) => (
      <span className="yj-cell-2">
        <span className="yj-ellipsis" title={row.fixmedinsName}>
          {row.fixmedinsName}
        </span>
        <small>{row.doctor ?? '医师未上传'}</small>
      </span>
    ),
  },
  { key: 'person', title: '参保人', width: 140, render: (row) => <code>{row.psnNo}</code> },
  { key: 'amount', title: '金额（元）', width: 112, align: 'right', render: (row) => <Amount value={row.amount} /> },
  {
    key: 'answer',
    title: '医师处理',
    width: 130,
    render: (row) =>
      row.disposal === null ? (
        <span className="yj-muted">{row.shown ? '未答复' : '未显示'}</span>
      ) : (
        <span title={row.disposalReason ?? undefined}>
          <Tag tone={row.disposal === '2' ? 'success' : 'warning'}>{DISPOSAL_LABELS[row.disposal]}</Tag>
        </span>
      ),
  },
  { key: 'review', title: '核对', width: 84, render: (row) => <JudgeReview judge={row} /> },
  {
    key: 'point',
    title: '知识点',
    width: 130,
    optional: true,
    render: (row) => <Link to={ruleHref(row.kindId, { tab: 'points', open: row.kpId })}>{row.kpId}</Link>,
  },
]
