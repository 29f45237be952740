import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { CHECK_TRANSITIONS, type CheckTransition, type SubmissionDetail } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { downloadUrl, ErrorState, formatMoment, PageHeader, PageSkeleton, Watermarked } from '@yijian/web-kit'
import { Button } from 'antd'
import { useState } from 'react'
import { LinkButton } from '../../../shell/link-button.tsx'
import { useParam, useSearchState } from '../../../shell/search-state.ts'
import { useWatermark } from '../../../shell/use-watermark.ts'
import { client, useSubmission } from '../api.ts'
import { FileList } from '../parts/attachments.tsx'
import { DecisionDialog, type DecisionKind } from '../parts/decision-dialog.tsx'
import { Events } from '../parts/events.tsx'
import { RemedyText } from '../parts/remedies.tsx'
import { CheckResult } from '../parts/result.tsx'
import { SubmissionHits } from '../parts/submission-hits.tsx'
import { StatusTag } from '../parts/tags.tsx'
import { Untold } from '../parts/untold.tsx'
import { CheckSearch } from '../search.ts'
import '../self-check.css'

/** One report of an institution: is it complete and credible, and what do I decide? */
export function SubmissionPage() {
  const query = useSubmission(useParam('checkId'))
  if (query.data) return <Body detail={query.data} />
  return query.isError ? (
    <div className="yj-page">
      <Link to="/self-check/submissions">← 机构自查报告</Link>
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    </div>
  ) : (
    <PageSkeleton />
  )
}

const BUTTONS = { accept: '受理', return: '退回补充', close: '办结' } as const

function Body({ detail }: { readonly detail: SubmissionDetail }) {
  const [deciding, setDeciding] = useState<DecisionKind | null>(null)
  const watermark = useWatermark()
  const allowed: readonly CheckTransition[] = CHECK_TRANSITIONS[detail.status]
  const moves = (['return', 'accept', 'close'] as const).filter((move) => allowed.some((one) => one.move === move && one.side === 'bureau')) // prettier-ignore
  return (
    <Watermarked text={watermark}>
      <div className="yj-page">
        <PageHeader
          back={<Link to="/self-check/submissions">← 机构自查报告</Link>}
          title={
            <span className="yj-row">
              {detail.fixmedinsName} <StatusTag status={detail.status} />
            </span>
          }
          lead={`${detail.title} · ${detail.admdvsName} · ${detail.submittedBy} ${formatMoment(detail.submittedAt)} ${detail.round > 1 ? `第 ${detail.round} 次` : ''}提交`}
          actions={
            <>
              <LinkButton icon={<PrinterOutlined />} href={`/self-check/submissions/${detail.checkId}/print`}>
                打印
              </LinkButton>
              <Button
                icon={<DownloadOutlined />}
                onClick={() => {
                  downloadUrl(client.url('submissionReport', { params: { checkId: detail.checkId } }))
                }}
              >
                报告（Excel）
              </Button>
              {moves.map((move) => (
                <Button
                  key={move}
                  type={move === 'return' ? 'default' : 'primary'}
                  onClick={() => {
                    setDeciding(move)
                  }}
                >
                  {BUTTONS[move]}
                </Button>
              ))}
            </>
          }
        />
        <Sections detail={detail} />
      </div>
      {deciding ? (
        <DecisionDialog
          checkId={detail.checkId}
          kind={deciding}
          onClose={() => {
            setDeciding(null)
          }}
        />
      ) : null}
    </Watermarked>
  )
}

function Sections({ detail }: { readonly detail: SubmissionDetail }) {
  const [search, setSearch] = useSearchState(CheckSearch)
  const untold = detail.cannotTell.length + detail.failed.length
  return (
    <div className="yj-stack">
      <CheckResult
        check={detail}
        search={search}
        onChange={setSearch}
        before={detail.statement === '' ? null : <p className="statement">{detail.statement}</p>}
        hits={<SubmissionHits detail={detail} search={search} onChange={setSearch} />}
        more={[
          { key: 'remedies', label: `整改（${detail.remedies.length}）`, children: <SentRemedies detail={detail} /> },
          { key: 'untold', label: `未能判断（${untold}）`, children: <Untold check={detail} /> },
          { key: 'events', label: '办理记录', children: <Events events={detail.events} /> },
        ]}
      />
    </div>
  )
}

function SentRemedies({ detail }: { readonly detail: SubmissionDetail }) {
  return (
    <div className="yj-stack">
      {detail.remedies.length === 0 ? <p className="yj-muted">没有属实的问题，没有整改措施。</p> : null}
      <ul className="remedy-list">
        {detail.remedies.map((remedy) => (
          <li key={remedy.kindId}>
            <div className="remedy-head">
              <strong>{remedy.kindName}</strong>
              <span className="yj-muted">属实 {remedy.confirmed} 条</span>
            </div>
            <RemedyText remedy={remedy} />
          </li>
        ))}
      </ul>
      <section className="attachments" aria-label="附件">
        <strong>附件</strong>
        <FileList
          files={detail.files}
          onOpen={(fileId) => {
            downloadUrl(client.url('getSubmissionFile', { params: { checkId: detail.checkId, fileId } }))
          }}
        />
      </section>
    </div>
  )
}
