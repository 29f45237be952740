import type { FindingRow } from '@yijian/contract'
import type { Access } from '../../../platform/access/scope.ts'
import { selfFound } from '../../self-check/public.ts'
import type { SupervisionContext } from './context.ts'

export type SelfFoundMark = FindingRow['selfFound']

interface Judged {
  readonly finding_id: string
  /** The judges of a rule finding; of a model none. */
  readonly jr_ids: readonly string[]
}

/** 机构已自查: of these findings, those with a judgement that the institution has reported itself as 属实. */
export async function selfFoundMarks(
  { platform }: SupervisionContext,
  access: Access,
  findings: readonly Judged[],
): Promise<ReadonlyMap<string, NonNullable<SelfFoundMark>>> {
  const reported = await selfFound(platform, access, [...new Set(findings.flatMap(({ jr_ids }) => jr_ids))])
  return new Map(
    findings.flatMap(({ finding_id, jr_ids }) => {
      const own = jr_ids.flatMap((jrId) => reported.get(jrId) ?? [])
      const first = own.toSorted((a, b) => a.reportedAt.getTime() - b.reportedAt.getTime())[0]
      if (!first) return []
      const { checkId, status, reportedAt } = first
      return [[finding_id, { checkId, status, at: reportedAt.toISOString(), reported: own.length, of: jr_ids.length }]]
    }),
  )
}
