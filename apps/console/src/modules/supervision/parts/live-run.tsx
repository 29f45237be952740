import { Alert, Button } from 'antd'
import { JobProgress } from '../../../shell/frame/job-card.tsx'
import { isActive, useCancelJob, useRecentJobs } from '../../../shell/jobs.ts'

/** The model run that is going on, with the way to stop it. */
export function LiveRun() {
  const query = useRecentJobs()
  const cancel = useCancelJob()
  const job = query.data?.rows.find((row) => row.kind === 'model-run' && isActive(row))
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
          取消运行
        </Button>
      }
    />
  )
}
