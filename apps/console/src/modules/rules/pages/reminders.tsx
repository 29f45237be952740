import { DISPOSAL_LABELS, rulesEndpoints, SEVERITY_LABELS, STAGE_LABELS, type JudgeRow } from '@yijian/contract'
import {
  Amount,
  EmptyState,
  ErrorState,
  formatMoment,
  PageHeader,
  PageSkeleton,
  Tag,
  toClientError,
  SeverityTag,
} from '@yijian/web-kit'
import { Alert, App, Button, Input, Pagination, Segmented } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useJudges } from '../api.ts'
import { useAnswerReminder } from '../lifecycle-api.ts'
import '../rules.css'
import '../lifecycle.css'

const shape = rulesEndpoints.listJudges.query.shape
const Search = { disposal: shape.disposal, page: shape.page, size: shape.size }

/** What were our doctors reminded of, and what did they answer? */
export function RemindersPage() {
  const [search, setSearch] = useSearchState(Search)
  const list = useJudges({ ...search, shown: 'true' })
  if (list.data === undefined)
    return list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : <PageSkeleton />
  const { rows, total } = list.data
  return (
    <div className="yj-page">
      <PageHeader
        title="医师提醒"
        lead="本机构医师在开单、结算前看到的提醒，按医生站显示的样子列出；医生站没有接入反馈的，可以在这里登记处理。"
        actions={
          <Segmented
            aria-label="处理情况"
            value={search.disposal ?? 'all'}
            options={[
              { value: 'all', label: '全部' },
              { value: 'none', label: '待处理' },
              { value: '2', label: DISPOSAL_LABELS['2'] },
              { value: '1', label: DISPOSAL_LABELS['1'] },
            ]}
            onChange={(value) =>
              setSearch({ disposal: value === 'all' ? undefined : (value as '1' | '2' | 'none'), page: 1 })
            }
          />
        }
      />
      {rows.length === 0 ? (
        <div className="yj-card">
          <EmptyState title="没有提醒">医生站按接口 3101、3102 送来的医嘱有疑问时，提醒列在这里。</EmptyState>
        </div>
      ) : (
        <div className="reminder-list">
          {rows.map((row) => (
            <ReminderCard key={row.judgeId} row={row} />
          ))}
          <Pagination
            align="end"
            current={search.page}
            pageSize={search.size}
            total={total}
            showSizeChanger={false}
            onChange={(page) => setSearch({ page })}
          />
        </div>
      )}
    </div>
  )
}

const REACTIONS = {
  1: '请修改医嘱；确需执行的，须填写理由。',
  2: '请确认并填写理由后继续。',
  3: '仅作提示，可直接继续。',
} as const

function ReminderCard({ row }: { readonly row: JudgeRow }) {
  return (
    <article
      className="reminder"
      data-severity={row.severity}
      aria-label={`${SEVERITY_LABELS[row.severity]}：${row.kindName}`}
    >
      <header className="yj-row">
        <SeverityTag severity={row.severity} />
        <strong>{row.kindName}</strong>
        <span className="yj-muted yj-small">
          {STAGE_LABELS[row.stage]} · {formatMoment(row.at)} · 参保人 <code>{row.psnNo}</code> · 医师{' '}
          {row.doctor ?? '未上传'}
        </span>
      </header>
      <p className="reminder-words">{row.message}</p>
      <dl className="reminder-grounds">
        <dt>依据</dt>
        <dd>{row.basis}</dd>
      </dl>
      <footer className="yj-row yj-secondary">
        <span>
          涉及金额 <Amount value={row.amount} /> 元
        </span>
        {row.disposal === null ? <span>{REACTIONS[row.severity]}</span> : null}
      </footer>
      {row.disposal === null ? (
        <Answer judgeId={row.judgeId} />
      ) : (
        <p>
          <Tag tone={row.disposal === '2' ? 'success' : 'warning'}>{DISPOSAL_LABELS[row.disposal]}</Tag>{' '}
          {row.disposalReason}
        </p>
      )}
    </article>
  )
}

/** Continue with a reason, or go back and change; kept as the interface's own feedback (3103). */
function Answer({ judgeId }: { readonly judgeId: number }) {
  const [reason, setReason] = useState('')
  const answer = useAnswerReminder()
  const { message } = App.useApp()
  const give = (way: '1' | '2') => {
    answer.mutate(
      { params: { judgeId }, body: { way, reason } },
      { onSuccess: () => void message.success('已登记处理') },
    )
  }
  return (
    <div className="yj-stack-8">
      {answer.error ? <Alert type="error" showIcon title={toClientError(answer.error).message} /> : null}
      <div className="yj-row">
        <Input
          aria-label="处理理由"
          placeholder="继续执行须填写理由"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button type="primary" loading={answer.isPending} onClick={() => give('2')}>
          返回修改
        </Button>
        <Button loading={answer.isPending} disabled={reason.trim() === ''} onClick={() => give('1')}>
          继续执行
        </Button>
      </div>
    </div>
  )
}
