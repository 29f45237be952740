import type { FindingDetail } from '@yijian/contract'
import { formatAmount, toClientError } from '@yijian/web-kit'
import { Alert } from 'antd'
import { JobProgress } from '../../../shell/frame/job-card.tsx'
import { isActive, useJob } from '../../../shell/jobs.ts'

/** What a recompute job answers; every part may be absent. */
interface Outcome {
  readonly holds?: boolean
  readonly score?: number
  readonly amtFund?: string
  readonly message?: string
}

function readOutcome(result: Readonly<Record<string, unknown>>): Outcome {
  const { holds, score, amtFund, message } = result
  return {
    ...(typeof holds === 'boolean' ? { holds } : {}),
    ...(typeof score === 'number' ? { score } : {}),
    ...(typeof amtFund === 'string' ? { amtFund } : {}),
    ...(typeof message === 'string' && message !== '' ? { message } : {}),
  }
}

interface Props {
  readonly jobId: string
  readonly detail: FindingDetail
  readonly onClose: () => void
}

/** Says whether the finding still holds when it is derived again from its row. */
export function RecomputeBanner({ jobId, detail, onClose }: Props) {
  const query = useJob(jobId)
  const job = query.data
  if (query.isError)
    return <Alert type="error" showIcon closable={{ onClose }} title={toClientError(query.error).message} />
  if (!job || isActive(job)) {
    return (
      <Alert
        type="info"
        title="正在按原参数和原数据快照重新推算"
        description={job ? <JobProgress job={job} /> : '等待开始'}
      />
    )
  }
  if (job.state !== 'succeeded') {
    return (
      <Alert
        type="warning"
        showIcon
        closable={{ onClose }}
        title="没有推算完成"
        description={job.error ?? '任务已取消，原疑点未改动。'}
      />
    )
  }
  const outcome = readOutcome(job.result ?? {})
  const holds = outcome.holds ?? true
  return (
    <Alert
      type={holds ? 'success' : 'warning'}
      showIcon
      closable={{ onClose }}
      title={holds ? '重新推算后仍然成立' : '重新推算后不再成立'}
      description={outcome.message ?? describe(outcome, detail)}
    />
  )
}

function describe(outcome: Outcome, detail: FindingDetail): string {
  const score = outcome.score ?? detail.score
  const fund = outcome.amtFund ?? detail.amtFund
  return `风险分 ${detail.score} → ${score}，涉及基金 ${formatAmount(detail.amtFund)} 元 → ${formatAmount(fund)} 元。`
}
