import type { Job } from '@yijian/contract'
import { Link } from '@tanstack/react-router'
import { formatAgo, formatCount, formatDuration, Tag, type Tone } from '@yijian/web-kit'
import { Button, Progress } from 'antd'
import { isActive, useCancelJob } from '../jobs.ts'

const STATES = {
  queued: ['排队中', 'neutral'],
  running: ['进行中', 'brand'],
  succeeded: ['已完成', 'success'],
  failed: ['未完成', 'danger'],
  cancelled: ['已取消', 'neutral'],
} as const satisfies Record<Job['state'], readonly [string, Tone]>

export function JobStateTag({ state }: { readonly state: Job['state'] }) {
  const [label, tone] = STATES[state]
  return <Tag tone={tone}>{label}</Tag>
}

/** One job: what, how far, how fast, how long still, and the way to stop it. */
export function JobCard({ job }: { readonly job: Job }) {
  const cancel = useCancelJob()
  const target = resultLink(job)
  return (
    <div className="job-card">
      <div className="job-card-head">
        <span className="yj-ellipsis" title={job.title}>
          {job.title}
        </span>
        <JobStateTag state={job.state} />
      </div>
      {isActive(job) ? <JobProgress job={job} /> : null}
      {job.error === null ? null : <p className="job-card-error">{job.error}</p>}
      {resultText(job) === null ? null : <p className="job-card-step">{resultText(job)}</p>}
      <div className="job-card-foot">
        <span>{[job.createdBy, formatAgo(job.finishedAt ?? job.createdAt, Date.now())].join(' · ')}</span>
        {target === null ? null : <Link to={target}>查看结果</Link>}
        {isActive(job) ? (
          <Button
            size="small"
            loading={cancel.isPending}
            onClick={() => {
              cancel.mutate(job.jobId)
            }}
          >
            取消
          </Button>
        ) : null}
      </div>
    </div>
  )
}

export function JobProgress({ job }: { readonly job: Job }) {
  const parts = [
    job.step,
    job.rows === null ? null : `${formatCount(job.rows)} 行`,
    job.rowsPerSecond === null ? null : `${formatCount(job.rowsPerSecond)} 行/秒`,
    job.secondsLeft === null ? null : `还需约 ${formatDuration(Math.max(1, job.secondsLeft) * 1000)}`,
  ].filter((part): part is string => part !== null && part !== '')
  return (
    <div role="status" aria-label={`${job.title} 进度`}>
      <Progress
        percent={Math.floor((job.progress ?? 0) * 100)}
        size="small"
        status="active"
        showInfo={job.progress !== null}
      />
      <p className="job-card-step">{parts.join(' · ') || '等待开始'}</p>
    </div>
  )
}

/** What the job said at its end. */
export function resultText(job: Job): string | null {
  const text = job.result?.['message']
  return job.state === 'succeeded' && typeof text === 'string' ? text : null
}

/** Where the thing that a job made can be seen. */
export function resultLink(job: Job): string | null {
  const { batchId, runId, findingId, to } = job.result ?? {}
  if (job.state !== 'succeeded') return null
  if (typeof to === 'string' && to.startsWith('/')) return to
  if (typeof findingId === 'string') return `/findings/${encodeURIComponent(findingId)}`
  if (typeof runId === 'string') return `/runs/${encodeURIComponent(runId)}`
  if (typeof batchId === 'string') return `/data/batches/${encodeURIComponent(batchId)}`
  return null
}
