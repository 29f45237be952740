import { Job, platformEndpoints } from '@yijian/contract'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect } from 'react'
import { isActive, putJob } from './jobs.ts'

type Kind = 'findings' | 'batches' | 'runs'
/** Which cached answers a change on the server makes stale. */
const STALE: Readonly<Record<Kind, readonly string[]>> = {
  findings: [
    'overview',
    'listFindings',
    'findingFacets',
    'getFinding',
    'listInstitutions',
    'getInstitution',
    'listModels',
    'getModel',
  ],
  batches: ['listBatches', 'getBatch', 'listTables', 'preparation', 'overview'],
  runs: ['listRuns', 'getRun', 'listModels', 'getModel', 'overview'],
}

/** One stream for the whole console: progress of jobs, and hints that something changed. The browser reconnects by itself. */
export function useServerEvents(): void {
  const queries = useQueryClient()
  const { notification } = App.useApp()
  useEffect(() => {
    const source = new EventSource(platformEndpoints.events.path)
    source.addEventListener('job', (event: MessageEvent<string>) => {
      const job = Job.safeParse(parseJson(event.data))
      if (!job.success) return
      const before = putJob(queries, job.data)
      if (before && isActive(before) && !isActive(job.data)) announce(job.data, notification)
    })
    source.addEventListener('data', (event: MessageEvent<string>) => {
      const value = parseJson(event.data) as { kind?: Kind } | null
      if (value?.kind && value.kind in STALE) markStale(queries, value.kind)
    })
    return () => {
      source.close()
    }
  }, [queries, notification])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function markStale(queries: QueryClient, kind: Kind): void {
  for (const name of STALE[kind]) void queries.invalidateQueries({ queryKey: [name] })
}

type Notify = ReturnType<typeof App.useApp>['notification']

function announce(job: Job, notification: Notify): void {
  const base = { key: job.jobId, placement: 'bottomRight' as const, duration: 6 }
  if (job.state === 'succeeded') notification.success({ ...base, title: `${job.title}：已完成` })
  else if (job.state === 'cancelled') notification.info({ ...base, title: `${job.title}：已取消` })
  else notification.error({ ...base, duration: 0, title: `${job.title}：未完成`, description: job.error ?? undefined })
}
