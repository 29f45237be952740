import type { FindingDetail } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import type { FindingStatus } from '../schema.ts'
import { addLabel, allPersonsOf, lockFinding } from '../store/findings.ts'
import type { SupervisionContext } from './context.ts'
import { describeFinding, getFindingRecord } from './finding-detail.ts'

export interface Caller {
  readonly principal: Principal
  readonly access: Access
}

/** 登记核实结论: appended to the finding's history, and into the audit trail in the same transaction. */
export async function labelFinding(
  context: SupervisionContext,
  { principal, access }: Caller,
  { findingId, status, note }: { findingId: string; status: FindingStatus; note: string },
): Promise<FindingDetail> {
  const { audit, clock, events } = context.platform
  const changed = await context.db.transaction().execute(async (tx) => {
    const finding = await lockFinding(tx, access, findingId)
    if (!finding) throw new AppError('missing', 'finding.missing', '疑点不存在，或不在您的数据范围内')
    if (finding.excluded_by !== null)
      throw new AppError('conflict', 'finding.excluded', '已被排除条件排除的候选不登记核实结论')
    await addLabel(tx, { findingId, at: clock.now(), byName: principal.displayName, status, note })
    const details = { from: finding.status, to: status, model: finding.model_id }
    await audit.append(tx, { actor: principal.username, action: 'finding.label', subject: findingId, details })
    return { ...finding, status }
  })
  events.publish({ type: 'data', kind: 'findings' })
  return describeFinding(context, access, changed)
}

/** 查看完整人员编号: for a stated purpose, recorded before anything is shown. */
export async function unmaskFinding(
  context: SupervisionContext,
  { principal, access }: Caller,
  { findingId, purpose }: { findingId: string; purpose: string },
) {
  const finding = await getFindingRecord(context, access, findingId)
  await context.platform.audit.record({
    actor: principal.username,
    action: 'finding.unmask',
    subject: findingId,
    details: { purpose, fixmedinsCode: finding.fixmedins_code },
  })
  const visits = await allPersonsOf(context.db, findingId)
  return {
    psnNo: finding.psn_no,
    relatedPsnNos: finding.related_psn_nos,
    visits: visits.map(({ mdtrt_id, psn_no }) => ({ mdtrtId: mdtrt_id, psnNo: psn_no })),
  }
}
