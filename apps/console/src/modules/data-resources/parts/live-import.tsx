import { Alert, Button } from 'antd'
import { JobProgress } from '../../../shell/frame/job-card.tsx'
import { isActive, useCancelJob, useRecentJobs } from '../../../shell/jobs.ts'

/** The import or preparation that is going on. */
export function LiveImport() {
  const query = useRecentJobs()
  const cancel = useCancelJob()
  const job = query.data?.rows.find((row) => (row.kind === 'import' || row.kind === 'prepare') && isActive(row))
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
