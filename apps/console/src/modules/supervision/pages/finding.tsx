import { Link } from '@tanstack/react-router'
import type { FindingDetail } from '@yijian/contract'
import { ErrorState, PageHeader, PageSkeleton, Watermarked } from '@yijian/web-kit'
import { useState } from 'react'
import { useHistory } from '../../../shell/history.ts'
import { useParam } from '../../../shell/search-state.ts'
import { useWatermark } from '../../../shell/use-watermark.ts'
import { useFinding } from '../api.ts'
import { suspicionOf, wordOf } from '../parts/finding-names.ts'
import { FindingActions } from '../parts/finding-actions.tsx'
import { FindingLead } from '../parts/finding-lead.tsx'
import { FindingPictures } from '../parts/finding-pictures.tsx'
import { FindingTabs } from '../parts/finding-tabs.tsx'
import { RecomputeBanner } from '../parts/recompute-banner.tsx'
import { useReveal } from '../parts/use-reveal.tsx'
import '../rule-findings.css'

/** Is it true, how much, what do I do? */
export function FindingPage() {
  const findingId = useParam('findingId')
  const query = useFinding(findingId)
  const watermark = useWatermark()
  if (query.data === undefined) {
    return query.isError ? (
      <div className="yj-page">
        <BackLink />
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <PageSkeleton />
    )
  }
  return (
    <Watermarked text={watermark}>
      <FindingBody key={findingId} detail={query.data} />
    </Watermarked>
  )
}

function FindingBody({ detail }: { readonly detail: FindingDetail }) {
  const [jobId, setJobId] = useState<string>()
  const reveal = useReveal(detail)
  return (
    <div className="yj-page">
      <PageHeader
        back={<BackLink />}
        title={
          <>
            {suspicionOf(detail)}
            {detail.subtype === null ? null : <span className="yj-muted"> · {wordOf(detail.subtype)}</span>}
          </>
        }
        actions={<FindingActions detail={detail} busy={jobId !== undefined} onJob={setJobId} />}
      />
      <div className="yj-stack">
        {jobId === undefined ? null : (
          <RecomputeBanner
            jobId={jobId}
            detail={detail}
            onClose={() => {
              setJobId(undefined)
            }}
          />
        )}
        <FindingLead detail={detail} reveal={reveal} />
        <FindingPictures detail={detail} reveal={reveal} />
        <FindingTabs detail={detail} reveal={reveal} />
      </div>
      {reveal.dialog}
    </div>
  )
}

/** Back to the very list that was left: its filters, page and place are in the history. */
function BackLink() {
  const history = useHistory()
  return (
    <Link
      to="/findings"
      onClick={(event) => {
        if (!history.canGoBack() || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        history.back()
      }}
    >
      ← 返回
    </Link>
  )
}
