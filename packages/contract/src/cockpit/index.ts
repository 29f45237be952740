import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { DayText, Moment, Yuan } from '../platform/index.ts'
import { Level } from '../supervision/index.ts'

const Slice = z.object({ id: z.string(), label: z.string(), findings: z.number(), amtFund: Yuan })

/** Everything of the home page in one answer, within the caller's scope. Amounts count a visit or fee line once (the largest wins). */
export const Overview = z.object({
  asOf: DayText.nullable(),
  snapshot: z.string().nullable(),
  lastRunAt: Moment.nullable(),
  lastImportAt: Moment.nullable(),
  findings: z.number(),
  /** Sum over findings, overlaps counted once. */
  amtFund: Yuan,
  institutions: z.number(),
  persons: z.number(),
  byLevel: z.array(z.object({ level: Level, findings: z.number(), amtFund: Yuan })),
  byModel: z.array(Slice.extend({ high: z.number() })),
  byRegion: z.array(Slice),
  byInstitution: z.array(Slice.extend({ score: z.number() })),
  byMonth: z.array(z.object({ month: z.string(), findings: z.number(), amtFund: Yuan })),
  failedModels: z.array(z.object({ modelId: z.string(), name: z.string(), error: z.string() })),
})

export const cockpitEndpoints = endpoints({
  overview: {
    method: 'GET',
    path: '/api/overview',
    summary: '首页总览',
    permission: 'overview.read',
    response: Overview,
  },
})
