import type { Job } from '@yijian/contract'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { endpointQuery } from '@yijian/web-kit'
import { platform } from './client.ts'

const RECENT = { query: { page: 1, size: 20 } } as const
const recentQuery = endpointQuery(platform, 'listJobs', RECENT)

export const isActive = (job: Job): boolean => job.state === 'queued' || job.state === 'running'

/** The latest jobs; kept up to date by server events, by asking now and then while something runs. */
export function useRecentJobs() {
  return useQuery({
    ...recentQuery,
    refetchInterval: (query) => (query.state.data?.rows.some(isActive) ? 5000 : false),
  })
}

/** One job, live. */
export function useJob(jobId: string | undefined) {
  return useQuery({
    ...endpointQuery(platform, 'getJob', { params: { jobId: jobId ?? '' } }),
    enabled: jobId !== undefined,
    refetchInterval: (query) => (query.state.data === undefined || isActive(query.state.data) ? 2000 : false),
  })
}

export function useCancelJob() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (jobId: string) => platform.call.cancelJob({ params: { jobId } }),
    onSuccess: (job) => {
      putJob(queries, job)
    },
  })
}

/** Puts a job's newest state wherever it is shown; returns the state it had. */
export function putJob(queries: QueryClient, job: Job): Job | undefined {
  const list = queries.getQueryData(recentQuery.queryKey)
  const before = list?.rows.find((row) => row.jobId === job.jobId)
  if (list) {
    const rows = before
      ? list.rows.map((row) => (row.jobId === job.jobId ? job : row))
      : [job, ...list.rows].slice(0, 20)
    queries.setQueryData(recentQuery.queryKey, { rows, total: before ? list.total : list.total + 1 })
  }
  queries.setQueryData(endpointQuery(platform, 'getJob', { params: { jobId: job.jobId } }).queryKey, job)
  return before
}
