import type { SelfHitDetail, SelfHitRow } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { z } from 'zod'
import type { Access } from '../../../platform/access/scope.ts'
import { maskNumber } from '../../../platform/masking.ts'
import type { HitRecord, LineRecord } from '../schema.ts'
import { findHit, linesOf, pageOfHits, type HitCriteria } from '../store/hits.ts'
import type { HitSource } from '../store/visible.ts'
import { getRecord } from './check-row.ts'
import type { SelfCheckContext } from './context.ts'

export async function listOwnHits(context: SelfCheckContext, access: Access, query: HitCriteria & { checkId: string }) {
  await getRecord(context, access, query.checkId)
  return listHits(context, { checkId: query.checkId, submissionId: null }, query)
}

export async function getOwnHit(
  context: SelfCheckContext,
  access: Access,
  { checkId, jrId }: { checkId: string; jrId: string },
) {
  await getRecord(context, access, checkId)
  return getHit(context, { checkId, submissionId: null }, jrId)
}

/** Of a source that the caller may see. */
export async function listHits({ db }: SelfCheckContext, source: HitSource, criteria: HitCriteria) {
  const { rows, total, amount } = await pageOfHits(db, source, criteria)
  return { rows: rows.map(toRow), total, amount }
}

export async function getHit(
  { db }: SelfCheckContext,
  source: HitSource,
  jrId: string,
): Promise<z.input<typeof SelfHitDetail>> {
  const hit = await findHit(db, source, jrId)
  if (!hit) throw new AppError('missing', 'self-check.hit', '没有这条命中')
  const lines = await linesOf(db, source.checkId, jrId)
  const { kp_id: kpId, basis, lawful, facts } = hit
  return { ...toRow(hit), kpId, basis, lawful, facts: [...facts], lines: lines.map(toLine) }
}

function toRow(hit: HitRecord): SelfHitRow {
  return {
    jrId: hit.jr_id,
    kindId: hit.kind,
    kindName: hit.kind_name,
    severity: hit.severity,
    pointName: hit.point_name,
    psnNo: maskNumber(hit.psn_no),
    mdtrtId: hit.mdtrt_id,
    day: hit.day,
    dept: hit.dept,
    amount: hit.amount,
    message: hit.message,
    mark: hit.mark,
    markReason: hit.mark_reason,
    markedBy: hit.marked_by,
  }
}

function toLine(line: LineRecord): z.input<typeof SelfHitDetail>['lines'][number] {
  const { role, sn, code, name, day, cnt, amount } = line
  return { role, sn, mdtrtId: line.mdtrt_id, code, name, day, cnt, lineAmount: line.line_amount, amount }
}
