import { platformEndpoints, type Permission } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import { can, type Principal } from '../access/principal.ts'
import type { Db } from '../db/pool.ts'
import { route, type Route } from '../http/route.ts'
import type { PlatformTables } from '../schema.ts'
import type { JobKind } from './definition.ts'
import type { JobQueue } from './queue.ts'
import { findJob, listJobs, toJob, type JobRow } from './store.ts'

/** Whose jobs are everybody's business: the permission to see, and to cancel, those of others. */
const SHARED: Partial<Record<JobKind, { readonly see: Permission; readonly cancel: Permission }>> = {
  import: { see: 'data.read', cancel: 'data.import' },
  prepare: { see: 'data.read', cancel: 'data.import' },
  'model-run': { see: 'models.run', cancel: 'models.run' },
  drg: { see: 'drg.read', cancel: 'drg.manage' },
  'drg-simulation': { see: 'drg.read', cancel: 'drg.manage' },
  'rule-backtest': { see: 'rules.edit', cancel: 'rules.edit' },
  'rule-conflicts': { see: 'rules.edit', cancel: 'rules.edit' },
  'rule-run': { see: 'models.run', cancel: 'models.run' },
  'rule-replay': { see: 'models.run', cancel: 'models.run' },
  'rule-history': { see: 'models.run', cancel: 'models.run' },
}
const KINDS = Object.keys(SHARED) as JobKind[]

export function canSeeJob(principal: Principal, job: { kind: JobKind; owner: string }): boolean {
  const shared = SHARED[job.kind]
  return job.owner === principal.accountId || (shared !== undefined && can(principal, shared.see))
}

export function jobRoutes({ db, jobs }: { db: Db; jobs: JobQueue }): Route[] {
  const store = db.withTables<PlatformTables>()
  const getVisible = async (principal: Principal, jobId: string): Promise<JobRow> => {
    const row = await findJob(store, jobId)
    if (!row || !canSeeJob(principal, { kind: row.kind, owner: row.created_by })) {
      throw new AppError('missing', 'job.missing', '任务不存在')
    }
    return row
  }
  return [
    route(platformEndpoints.listJobs, async ({ query, principal }) => {
      const kinds = KINDS.filter((kind) => canSeeJob(principal, { kind, owner: '' }))
      const { rows, total } = await listJobs(store, { ...query, kinds, owner: principal.accountId })
      return { rows: rows.map(toJob), total }
    }),
    route(platformEndpoints.getJob, async ({ params, principal }) => toJob(await getVisible(principal, params.jobId))),
    route(platformEndpoints.cancelJob, async ({ params, principal }) => {
      const row = await getVisible(principal, params.jobId)
      const shared = SHARED[row.kind]
      if (row.created_by !== principal.accountId && !(shared && can(principal, shared.cancel))) {
        throw new AppError('denied', 'permission.missing', '您的角色没有取消这项任务的权限')
      }
      return jobs.cancel(row.job_id)
    }),
  ]
}
