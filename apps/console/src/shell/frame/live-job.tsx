import type { Job } from '@yijian/contract'
import { Alert, Button } from 'antd'
import { isActive, useCancelJob, useRecentJobs } from '../jobs.ts'
import { JobProgress } from './job-card.tsx'

/** The job of these kinds that is going on, with the way to stop it. */
export function LiveJob({ kinds }: { readonly kinds: readonly Job['kind'][] }) {
  const query = useRecentJobs()
  const cancel = useCancelJob()
  const job = query.data?.rows.find((row) => kinds.includes(row.kind) && isActive(row))
  if (!job) return null
  return (
    <Alert
      type="info"
      style={{ marginBottom: 16 }}
      title={job.title}
      description={<JobProgress job={job} />}
      action={
        <Button
          size="small"
          loading={cancel.isPending}
          onClick={() => {
            cancel.mutate(job.jobId)
          }}
        >
          取消
        </Button>
      }
    />
  )
}
