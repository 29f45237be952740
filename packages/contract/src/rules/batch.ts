import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Job } from '../platform/index.ts'

export const batchEndpoints = endpoints({
  /** 用规则集扫描历史: the release in force unless another is named. A job; its findings appear beside the models'. */
  startRuleRun: {
    method: 'POST',
    path: '/api/rules/runs',
    summary: '用规则集扫描历史',
    permission: 'models.run',
    body: z.object({
      releaseId: z.string().max(40).optional(),
      /** Scan everybody, also those whose data has not changed since the last run of the release. */
      full: z.boolean().optional(),
    }),
    response: Job,
  },
})
