import type { CheckDetail, CheckFile, Remedy, SelfHitGroup } from '@yijian/contract'
import type { Access } from '../../../platform/access/scope.ts'
import type { FileRecord, RemedyRecord } from '../schema.ts'
import { eventsOf, type CheckListRecord } from '../store/checks.ts'
import { groupFigures, refundByKind, type GroupFigures } from '../store/figures.ts'
import { filesOf, lastStep, remediesOf } from '../store/remedies.ts'
import { standingSubmission } from '../store/submissions.ts'
import { getRecord, toRow } from './check-row.ts'
import type { SelfCheckContext } from './context.ts'

/** 自查单 as the institution sees it. */
export async function getDetail(context: SelfCheckContext, access: Access, checkId: string): Promise<CheckDetail> {
  const record = await getRecord(context, access, checkId)
  return describe(context, record)
}

async function describe(context: SelfCheckContext, record: CheckListRecord): Promise<CheckDetail> {
  const { db, platform } = context
  const checkId = record.check_id
  const [figures, files, events, step, sent] = await Promise.all([
    figuresOf(context, checkId),
    filesOf(db, checkId),
    eventsOf(db, checkId),
    lastStep(db, checkId),
    standingSubmission(db, checkId),
  ])
  const isRunning = record.scan === 'queued' || record.scan === 'running'
  return {
    ...toRow(record),
    admdvsName: record.admdvs === null ? '' : platform.regions.nameOf(record.admdvs),
    error: record.ready ? null : record.error,
    job: isRunning ? { progress: record.progress, step: record.step, secondsLeft: record.seconds_left } : null,
    scanned: record.scanned,
    snapshot: record.snapshot,
    byKind: figures.byKind,
    byDept: figures.byDept,
    cannotTell: [...record.cannot_tell],
    failed: [...record.failed],
    remedies: figures.remedies,
    files: files.map(toFile),
    events: toEvents(events),
    reading: readingOf(record),
    undo: record.status === 'draft' || record.status === 'returned' ? (step?.label ?? null) : null,
    missing: missingOf(record, figures.remedies),
    canWithdraw: record.status === 'submitted' && sent !== undefined && sent.opened_at === null,
    openedAt: sent?.opened_at?.toISOString() ?? null,
    statement: sent?.statement ?? '',
  }
}

/** Sums by rule and department, and what is to be done about each rule with confirmed hits. */
export async function figuresOf({ db }: SelfCheckContext, checkId: string) {
  const source = { checkId, submissionId: null }
  const [kinds, depts, parts, remedies] = await Promise.all([
    groupFigures(db, source, 'kind'),
    groupFigures(db, source, 'dept'),
    refundByKind(db, source),
    remediesOf(db, checkId),
  ])
  const written = new Map(remedies.map((row) => [row.kind, row]))
  return {
    byKind: kinds.map(toGroup),
    byDept: depts.map(toGroup),
    remedies: kinds
      .filter(({ confirmed }) => confirmed > 0)
      .map((kind) => toRemedy(kind, { written: written.get(kind.id), suggested: parts.get(kind.id) ?? '0.00' })),
  }
}

function toGroup({ id, name, hits, amount, confirmed, confirmed_amount, open }: GroupFigures): SelfHitGroup {
  return { id, name, hits, amount, confirmed, confirmedAmount: confirmed_amount, open }
}

function toRemedy(
  { id, name, confirmed }: GroupFigures,
  { written, suggested }: { written: RemedyRecord | undefined; suggested: string },
): Remedy {
  const { cause = '', measures = '', dept = '', due_on: dueOn = null, refund = null } = written ?? {}
  const complete = cause !== '' && measures !== '' && dept !== '' && dueOn !== null && refund !== null
  return { kindId: id, kindName: name, cause, measures, dept, dueOn, refund, suggested, confirmed, complete }
}

export function toFile({ file_id, kind, name, bytes, at, by_name }: FileRecord): CheckFile {
  return { fileId: file_id, kindId: kind, name, bytes, at: at.toISOString(), by: by_name }
}

export function toEvents(events: Awaited<ReturnType<typeof eventsOf>>) {
  return events
    .map(({ at, by_name, side, text, opinion, due_on }) => ({
      at: at.toISOString(),
      by: by_name,
      side,
      text: due_on === null ? text : `${text}，期限 ${due_on}`,
      opinion,
    }))
    .reverse()
}

function readingOf({ source, reading, keep_until, files_removed_at }: CheckListRecord): CheckDetail['reading'] {
  if (source === 'settled' || reading === null || keep_until === null) return null
  const { files, tables } = reading
  return { files, tables, keepUntil: keep_until.toISOString(), removed: files_removed_at !== null }
}

/** 提交前还差什么. */
export function missingOf(
  check: Pick<CheckListRecord, 'scan' | 'status' | 'open'>,
  remedies: readonly Remedy[],
): string[] {
  if (check.scan !== 'ready') return ['筛查尚未完成']
  const open = check.open > 0 ? [`还有 ${check.open} 条命中没有登记自查结论`] : []
  const lacking = remedies.filter(({ complete }) => !complete).map(({ kindName }) => `“${kindName}”的整改措施没有填完`)
  return [...open, ...lacking]
}
