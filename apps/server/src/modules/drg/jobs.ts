import type { JobDefinition, JobRun } from '../../platform/jobs/definition.ts'
import type { DrgContext } from './service/context.ts'
import type { Report } from './service/price.ts'
import { refresh, type DrgPayload } from './service/refresh.ts'
import { freeze, restate } from './service/settle.ts'
import { runSimulation } from './service/simulations.ts'
import { makeYear } from './service/years.ts'

/** Tries a policy: what it writes is its own result. */
export function simulationJob(context: DrgContext): JobDefinition {
  return {
    kind: 'drg-simulation',
    lane: 'light',
    maxAttempts: 2,
    run: (job) => runSimulation(context, reportOf(job), (job.payload as { simulationId: string }).simulationId),
  }
}

/** Each writes its result in one transaction at its end, so that it may be begun again after a crash and cancelled at any time. */
export function drgJob(context: DrgContext): JobDefinition {
  return {
    kind: 'drg',
    lane: 'light',
    maxAttempts: 2,
    run: (job) => {
      const payload = job.payload as DrgPayload
      const report = reportOf(job)
      switch (payload.action) {
        case 'refresh':
          return refresh(context, report)
        case 'freeze':
          return freeze(context, report, payload)
        case 'restate':
          return restate(context, report, payload)
        case 'year':
          return makeYear(context, report, payload)
      }
    },
  }
}

function reportOf({ signal, report }: JobRun): Report {
  return {
    signal,
    progress: (step, progress) => {
      signal.throwIfAborted()
      report({ step, progress })
    },
    forward: report,
  }
}
