import { z } from 'zod'
import { endpoints } from '../endpoint.ts'
import { Yuan } from '../platform/index.ts'
import { Hospital } from './cases.ts'
import { MonthText } from './vocabulary.ts'

const MonitorValue = z.object({
  measure: z.string(),
  value: z.number().nullable(),
  points: z.number().nullable(),
  warned: z.boolean(),
})
export const DrgMonitor = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Months to choose from, newest first. */
  known: z.array(z.string()),
  scheme: z.object({ title: z.string(), basis: z.string(), parameters: z.number(), fewest: z.number() }).nullable(),
  /** All measures; those of the scheme with points and bounds. */
  measures: z.array(
    z.object({ measure: z.string(), label: z.string(), unit: z.enum(['percent', 'number']), method: z.string(), points: z.number().nullable(), full: z.number().nullable(), zero: z.number().nullable(), warn: z.number().nullable() }), // prettier-ignore
  ),
  city: z.array(MonitorValue),
  hospitals: z.array(
    z.object({ hospital: Hospital, tier: z.string(), cases: z.number(), gain: Yuan, values: z.array(MonitorValue), score: z.number().nullable(), rank: z.number().nullable(), warnings: z.number() }), // prettier-ignore
  ),
  groups: z.array(
    z.object({ drg: z.string(), name: z.string(), cases: z.number(), casesBefore: z.number(), cost: Yuan, gain: Yuan, cv: z.number().nullable(), meanCost: Yuan.nullable(), meanCostBefore: Yuan.nullable(), parts: z.object({ medical: z.number(), nursing: z.number(), technology: z.number(), supplies: z.number(), management: z.number() }).nullable() }), // prettier-ignore
  ),
})
export type DrgMonitor = z.infer<typeof DrgMonitor>

export const sharedMonitorEndpoints = endpoints({
  drgMonitor: {
    method: 'GET',
    path: '/api/drg/monitor',
    summary: '监测与绩效',
    permission: 'drg.read',
    query: z.object({ from: MonthText.optional(), to: MonthText.optional() }),
    response: DrgMonitor,
  },
  monitorFile: {
    method: 'GET',
    path: '/api/drg/monitor/file',
    summary: '监测与绩效（xlsx）',
    permission: 'drg.read',
    query: z.object({ from: MonthText.optional(), to: MonthText.optional() }),
  },
})
