import type { FindingDetail } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Transaction } from 'kysely'
import type { Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import type { FindingRecord, FindingStatus, SupervisionTables } from '../schema.ts'
import { addLabel, allPersonsOf, lockFinding, pointsOfFinding } from '../store/findings.ts'
import type { SupervisionContext } from './context.ts'
import { describeFinding, getFindingRecord } from './finding-detail.ts'
import { isRuleModel, kindOfModel } from './rule-finding.ts'

export interface Caller {
  readonly principal: Principal
  readonly access: Access
}

const VERDICTS = { confirmed: 'right', rejected: 'wrong', new: 'withdrawn' } as const

/** 登记核实结论: appended to the finding's history, to its rule's precision, and into the audit trail in the same transaction. */
export async function labelFinding(
  context: SupervisionContext,
  { principal, access }: Caller,
  { findingId, status, note }: { findingId: string; status: FindingStatus; note: string },
): Promise<FindingDetail> {
  const { audit, clock, events } = context.platform
  let points: string[] = []
  const changed = await context.db.transaction().execute(async (tx) => {
    const finding = await lockFinding(tx, access, findingId)
    if (!finding) throw new AppError('missing', 'finding.missing', '疑点不存在，或不在您的数据范围内')
    if (finding.excluded_by !== null)
      throw new AppError('conflict', 'finding.excluded', '已被排除条件排除的候选不登记核实结论')
    await addLabel(tx, { findingId, at: clock.now(), byName: principal.displayName, status, note })
    const details = { from: finding.status, to: status, model: finding.model_id }
    await audit.append(tx, { actor: principal.username, action: 'finding.label', subject: findingId, details })
    if (isRuleModel(finding.model_id)) points = await tellRule(context, tx, { ...finding, status, by: principal })
    return { ...finding, status }
  })
  await context.decisions().weigh(points)
  events.publish({ type: 'data', kind: 'findings' })
  return describeFinding(context, access, changed)
}

/** What was concluded about a rule's finding, or taken back, goes to the rule. Answers the points concerned. */
async function tellRule(
  context: SupervisionContext,
  tx: Transaction<SupervisionTables>,
  { by, status, ...finding }: FindingRecord & { readonly by: Principal },
): Promise<string[]> {
  const points = await pointsOfFinding(tx, finding.finding_id)
  await context.decisions().record(tx, {
    findingId: finding.finding_id,
    kindId: kindOfModel(finding.model_id),
    kpIds: points,
    jrIds: finding.member_ids,
    fixmedinsCode: finding.fixmedins_code,
    fixmedinsName: finding.fixmedins_name,
    admdvs: finding.admdvs,
    verdict: VERDICTS[status],
    by,
  })
  return points
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
