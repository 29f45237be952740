import type { FeeLine } from '@yijian/contract'
import type { z } from 'zod'
import type { Access } from '../../../platform/access/scope.ts'
import type { SupervisionContext } from './context.ts'
import { getFindingRecord } from './finding-detail.ts'

export interface LinesQuery {
  readonly findingId: string
  readonly mdtrtId?: string | undefined
  readonly markedOnly?: boolean | undefined
  readonly page: number
  readonly size: number
}

export interface LinesQuestion extends LinesQuery {
  readonly runId: string
  readonly modelId: string
}

export interface LinesPage {
  readonly rows: z.input<typeof FeeLine>[]
  readonly total: number
}

/** 费用明细 of the visits a finding rests on, read from the warehouse in the reader process. */
export async function listLines(context: SupervisionContext, access: Access, query: LinesQuery): Promise<LinesPage> {
  const finding = await getFindingRecord(context, access, query.findingId)
  const question: LinesQuestion = { ...query, runId: finding.run_id, modelId: finding.model_id }
  return (await context.platform.reader.read('finding.lines', question)) as LinesPage
}
