import type { CheckRow, SelfHitMark } from '@yijian/contract'
import { AppError } from '@yijian/kernel'
import type { Access } from '../../../platform/access/scope.ts'
import { findCheck, pageOfChecks, type CheckCriteria, type CheckListRecord } from '../store/checks.ts'
import type { SelfCheckContext } from './context.ts'

/** The same for a check that does not exist and for one of another institution. */
export function noCheck(): AppError {
  return new AppError('missing', 'self-check.missing', '自查单不存在，或不是本机构的')
}

export async function getRecord({ db }: SelfCheckContext, access: Access, checkId: string): Promise<CheckListRecord> {
  const record = await findCheck(db, access, checkId)
  if (!record) throw noCheck()
  return record
}

export async function getRow(context: SelfCheckContext, access: Access, checkId: string): Promise<CheckRow> {
  return toRow(await getRecord(context, access, checkId))
}

export async function listChecks({ db }: SelfCheckContext, access: Access, criteria: CheckCriteria) {
  const { rows, total } = await pageOfChecks(db, access, criteria)
  return { rows: rows.map(toRow), total }
}

export function titleOf(check: Pick<CheckListRecord, 'source' | 'period_from' | 'period_to' | 'file_names'>): string {
  const period = check.period_from === null ? '' : `${check.period_from} 至 ${check.period_to ?? ''}`
  if (check.source === 'settled') return `${period} 结算数据自查`
  return `上传文件自查${period === '' ? '' : `（${period}）`}`
}

export function toRow(record: CheckListRecord): CheckRow {
  return {
    checkId: record.check_id,
    title: titleOf(record),
    fixmedinsCode: record.fixmedins_code,
    fixmedinsName: record.fixmedins_name,
    source: record.source,
    from: record.period_from,
    to: record.period_to,
    releaseId: record.release_id,
    releaseTitle: record.release_title,
    scan: record.scan,
    status: record.status,
    hits: record.hits,
    amount: record.amount,
    marks: marksOf(record),
    confirmedAmount: record.confirmed_amount,
    refund: record.refund,
    createdBy: record.created_by_name,
    createdAt: record.created_at.toISOString(),
    submittedAt: record.submitted_at?.toISOString() ?? null,
    dueOn: record.due_on,
  }
}

export function marksOf({ open, confirmed, denied, pending }: Record<SelfHitMark, number>) {
  return { open, confirmed, denied, pending }
}
