import type { CheckDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import {
  EmptyState,
  ErrorState,
  formatAmount,
  formatMoment,
  PageHeader,
  PageSkeleton,
  Section,
  Watermarked,
} from '@yijian/web-kit'
import { Alert } from 'antd'
import { useState } from 'react'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useWatermark } from '../../../shell/use-watermark.ts'
import { useCheck } from '../api.ts'
import { CheckActions } from '../parts/check-actions.tsx'
import { Events } from '../parts/events.tsx'
import { HitList } from '../parts/hit-list.tsx'
import { Reading } from '../parts/reading.tsx'
import { Remedies } from '../parts/remedies.tsx'
import { CheckResult } from '../parts/result.tsx'
import { ScanProgress } from '../parts/scan-progress.tsx'
import { SubmitDialog } from '../parts/submit-dialog.tsx'
import { CheckStateTag } from '../parts/tags.tsx'
import { Untold } from '../parts/untold.tsx'
import { CheckSearch } from '../search.ts'
import '../self-check.css'

/** One self-check: look, decide, put right, send. */
export function CheckPage() {
  const query = useCheck(useParam('checkId'))
  if (query.data) return <CheckBody check={query.data} />
  return query.isError ? (
    <div className="yj-page">
      <Link to="/self-check">← 自查自纠</Link>
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    </div>
  ) : (
    <PageSkeleton />
  )
}

function CheckBody({ check }: { readonly check: CheckDetail }) {
  const [submitting, setSubmitting] = useState(false)
  const watermark = useWatermark()
  const isScanning = check.scan === 'queued' || check.scan === 'running'
  return (
    <Watermarked text={watermark}>
      <div className="yj-page">
        <PageHeader
          back={<Link to="/self-check">← 自查自纠</Link>}
          title={
            <span className="yj-row">
              {check.title} <CheckStateTag check={check} />
            </span>
          }
          lead={`${check.fixmedinsName} · ${check.releaseTitle} · ${check.createdBy} ${formatMoment(check.createdAt)} 发起`}
          actions={
            <CheckActions
              check={check}
              onSubmit={() => {
                setSubmitting(true)
              }}
            />
          }
        />
        <div className="yj-stack">
          <Notice check={check} />
          {isScanning ? <ScanProgress check={check} /> : null}
          {check.scan === 'ready' ? <Result check={check} /> : null}
          {check.scan === 'failed' || check.scan === 'cancelled' ? <NoResult check={check} /> : null}
        </div>
      </div>
      {submitting ? (
        <SubmitDialog
          check={check}
          onClose={() => {
            setSubmitting(false)
          }}
        />
      ) : null}
    </Watermarked>
  )
}

/** Where the report lies now, when it is not in the institution's hands. */
function Notice({ check }: { readonly check: CheckDetail }) {
  const last = check.events.find(({ side }) => side === 'bureau')
  switch (check.status) {
    case 'returned':
      return (
        <Alert
          type="warning"
          showIcon
          title={`医保部门退回补充${check.dueOn === null ? '' : `，请在 ${check.dueOn} 前重新提交`}`}
          description={last?.opinion}
        />
      )
    case 'submitted':
      return (
        <Alert
          type="info"
          showIcon
          title={
            check.openedAt === null
              ? '已提交，医保部门尚未打开，可以撤回'
              : `已提交，医保部门 ${formatMoment(check.openedAt)} 已打开`
          }
        />
      )
    case 'accepted':
      return <Alert type="info" showIcon title="医保部门已受理，请按整改措施完成整改" description={last?.opinion} />
    case 'closed':
      return <Alert type="success" showIcon title="已办结" description={last?.opinion} />
    default:
      return null
  }
}

function NoResult({ check }: { readonly check: CheckDetail }) {
  return (
    <Section>
      <EmptyState
        title={check.scan === 'cancelled' ? '筛查已取消' : '筛查没有完成'}
        actions={
          <LinkButton type="primary" href="/self-check">
            重新发起
          </LinkButton>
        }
      >
        {check.error ?? '没有产生结果，已有的数据没有变化。'}
      </EmptyState>
    </Section>
  )
}

function Result({ check }: { readonly check: CheckDetail }) {
  const [search, setSearch] = useSearchState(CheckSearch)
  const editable = check.status === 'draft' || check.status === 'returned'
  const written = check.remedies.filter(({ complete }) => complete).length
  const untold = check.cannotTell.length + check.failed.length
  return (
    <CheckResult
      check={check}
      search={search}
      onChange={setSearch}
      after={editable ? <StillMissing missing={check.missing} /> : null}
      note={
        <p className="yj-muted yj-small">
          同一费用行可能命中多条规则：各行在本组内只计一次，因此各组相加可能大于合计 {formatAmount(check.amount)} 元。
        </p>
      }
      hits={<HitList check={check} search={search} onChange={setSearch} editable={editable} />}
      more={[
        {
          key: 'remedies',
          label: `整改（${written}/${check.remedies.length}）`,
          children: <Remedies check={check} editable={editable} />,
        },
        ...(check.reading === null ? [] : [{ key: 'reading', label: '文件读取', children: <Reading check={check} /> }]),
        { key: 'untold', label: `未能判断（${untold}）`, children: <Untold check={check} /> },
        { key: 'events', label: '办理记录', children: <Events events={check.events} /> },
      ]}
    />
  )
}

function StillMissing({ missing }: Pick<CheckDetail, 'missing'>) {
  if (missing.length === 0) return null
  return (
    <p className="still-missing yj-secondary">
      提交前：{missing.slice(0, 3).join('；')}
      {missing.length > 3 ? `；另有 ${missing.length - 3} 项` : ''}
    </p>
  )
}
