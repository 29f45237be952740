import type { SubmissionDetail, SubmissionRow } from '@yijian/contract'
import { AppError, isDay } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import { eventsOf, insertEvent, setStatus } from '../store/checks.ts'
import type { HitCriteria } from '../store/hits.ts'
import {
  findSubmission,
  firstSentAt,
  lockSubmission,
  pageOfSubmissions,
  sentFiles,
  stampOpened,
  type SubmissionCriteria,
  type SubmittedRecord,
} from '../store/submissions.ts'
import { titleOf } from './check-row.ts'
import type { Caller, SelfCheckContext } from './context.ts'
import { toEvents, toFile } from './detail.ts'
import { getHit, listHits } from './hits.ts'
import { transition } from './submit.ts'

function noSubmission(): AppError {
  return new AppError('missing', 'self-check.missing', '自查报告不存在，或不在您的数据范围内')
}

export async function getSubmitted(
  { db }: SelfCheckContext,
  access: Access,
  checkId: string,
): Promise<SubmittedRecord> {
  const record = await findSubmission(db, access, checkId)
  if (!record) throw noSubmission()
  return record
}

export async function listSubmissions(
  context: SelfCheckContext,
  access: Access,
  query: SubmissionCriteria & { page: number; size: number },
) {
  const { rows, ...sums } = await pageOfSubmissions(context.db, access, query)
  return { ...sums, rows: rows.map((row) => toSubmissionRow(context, row)) }
}

export function toSubmissionRow({ platform }: SelfCheckContext, record: SubmittedRecord): SubmissionRow {
  const { hits, marks, amount, confirmedAmount, refund } = record.content
  return {
    checkId: record.check_id,
    title: titleOf(record),
    fixmedinsCode: record.fixmedins_code,
    fixmedinsName: record.fixmedins_name,
    admdvs: record.admdvs,
    admdvsName: record.admdvs === null ? '' : platform.regions.nameOf(record.admdvs),
    source: record.source,
    from: record.period_from,
    to: record.period_to,
    status: record.status,
    round: record.round,
    submittedAt: record.at.toISOString(),
    submittedBy: record.submitted_by,
    openedAt: record.opened_at?.toISOString() ?? null,
    ...{ hits, marks, amount, confirmedAmount, refund },
  }
}

/** The first look of the bureau at what was sent is recorded; from then on it cannot be withdrawn. */
export async function openSubmission(
  context: SelfCheckContext,
  caller: Caller,
  checkId: string,
): Promise<SubmissionDetail> {
  const { db, platform } = context
  const { principal, access } = caller
  const record = await getSubmitted(context, access, checkId)
  if (record.opened_at === null) {
    const at = platform.clock.now()
    await db.transaction().execute(async (tx) => {
      const locked = await lockSubmission(tx, access, checkId)
      if (!locked) throw noSubmission()
      if (locked.opened_at !== null) return
      await stampOpened(tx, locked.submission_id, { at, name: principal.displayName })
      await insertEvent(tx, { checkId, at, by: principal, side: 'bureau', text: '医保部门查看报告' })
      const details = { round: locked.round, fixmedinsCode: locked.fixmedins_code }
      await platform.audit.append(tx, {
        actor: principal.username,
        action: 'self-check.open',
        subject: checkId,
        details,
      })
    })
  }
  return describe(context, await getSubmitted(context, access, checkId))
}

async function describe(context: SelfCheckContext, record: SubmittedRecord): Promise<SubmissionDetail> {
  const [files, events, first] = await Promise.all([
    sentFiles(context.db, record.file_ids),
    eventsOf(context.db, record.check_id),
    firstSentAt(context.db, record.check_id),
  ])
  const { byKind, byDept, remedies } = record.content
  return {
    ...toSubmissionRow(context, record),
    releaseId: record.release_id,
    releaseTitle: record.release_title,
    scanned: record.scanned,
    byKind: [...byKind],
    byDept: [...byDept],
    cannotTell: [...record.cannot_tell],
    failed: [...record.failed],
    remedies: [...remedies],
    files: files.map(toFile),
    // What the institution did before it sent what stands stays with the institution.
    events: toEvents(events.filter(({ at }) => first !== undefined && at >= first)),
    statement: record.statement,
  }
}

export async function listSubmissionHits(
  context: SelfCheckContext,
  access: Access,
  query: HitCriteria & { checkId: string },
) {
  const { submission_id: submissionId, check_id: checkId } = await getSubmitted(context, access, query.checkId)
  return listHits(context, { checkId, submissionId }, query)
}

export async function getSubmissionHit(
  context: SelfCheckContext,
  access: Access,
  ids: { checkId: string; jrId: string },
) {
  const { submission_id: submissionId, check_id: checkId } = await getSubmitted(context, access, ids.checkId)
  return getHit(context, { checkId, submissionId }, ids.jrId)
}

const TEXTS = { accept: '受理自查报告', return: '退回补充', close: '办结' } as const

export interface DecisionInput {
  readonly checkId: string
  readonly decision: 'accept' | 'return' | 'close'
  readonly opinion: string
  readonly dueOn: string | null
}

/** 受理、退回补充、办结. */
export async function decide(
  context: SelfCheckContext,
  caller: Caller,
  { checkId, decision, opinion, dueOn }: DecisionInput,
) {
  const { db, platform } = context
  const { principal, access } = caller
  const at = platform.clock.now()
  if (dueOn !== null && !isDay(dueOn)) throw new AppError('invalid', 'self-check.day', '补充期限的日期不存在')
  await db.transaction().execute(async (tx) => {
    const record = await lockSubmission(tx, access, checkId)
    if (!record) throw noSubmission()
    const { to } = transition(record.status, decision, 'bureau')
    const due_on = decision === 'return' ? dueOn : null
    await setStatus(tx, checkId, { status: to, due_on })
    if (record.opened_at === null) await stampOpened(tx, record.submission_id, { at, name: principal.displayName })
    await insertEvent(tx, { checkId, at, by: principal, side: 'bureau', text: TEXTS[decision], opinion, dueOn: due_on })
    const details = { from: record.status, to, opinion, dueOn: due_on, fixmedinsCode: record.fixmedins_code }
    await platform.audit.append(tx, {
      actor: principal.username,
      action: `self-check.${decision}`,
      subject: checkId,
      details,
    })
  })
  return openSubmission(context, caller, checkId)
}
