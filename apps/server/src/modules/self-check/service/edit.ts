import { SELF_HIT_MARK_LABELS, type RemedyInput } from '@yijian/contract'
import { AppError, isDay } from '@yijian/kernel'
import { findKind } from '@yijian/rules'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { CheckRecord, SelfCheckTables } from '../schema.ts'
import { lockCheck } from '../store/checks.ts'
import { refreshAmounts } from '../store/figures.ts'
import { markHits, restoreMarks, type Marking } from '../store/hits.ts'
import { dropStep, findRemedy, lastStep, pushStep, putRemedy } from '../store/remedies.ts'
import { noCheck } from './check-row.ts'
import type { Caller, SelfCheckContext } from './context.ts'
import { getDetail } from './detail.ts'

type Tx = Transaction<SelfCheckTables>

/** Runs a change of a check that the institution still holds, under its lock. */
export async function edit<T>(
  { db }: SelfCheckContext,
  { access }: Caller,
  { checkId, work }: { checkId: string; work: (tx: Tx, check: CheckRecord) => Promise<T> },
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    const check = await lockCheck(tx, access, checkId)
    if (!check) throw noCheck()
    if (check.status !== 'draft' && check.status !== 'returned') {
      throw new AppError('conflict', 'self-check.sent', '自查报告已提交，不能再修改；需要修改请先撤回，或等待退回补充')
    }
    return work(tx, check)
  })
}

export type MarkInput = Omit<Marking, 'by'> & { readonly checkId: string }

/** 登记自查结论, one or many; a step that undo takes back. */
export async function mark(context: SelfCheckContext, caller: Caller, input: MarkInput) {
  const { checkId, mark: to, reason, jrIds, filter } = input
  const { principal } = caller
  const changed = await edit(context, caller, {
    checkId,
    work: async (tx) => {
      const before = await markHits(tx, checkId, { jrIds, filter, mark: to, reason: to === 'open' ? '' : reason, by: principal.displayName }) // prettier-ignore
      if (before.length === 0) return 0
      await pushStep(tx, checkId, {
        label: `${before.length} 条标为${SELF_HIT_MARK_LABELS[to]}`,
        before: { marks: before },
      })
      await refreshAmounts(tx, checkId)
      const details = { mark: to, hits: before.length, ...(reason === '' ? {} : { reason }) }
      await context.platform.audit.append(tx, {
        actor: principal.username,
        action: 'self-check.mark',
        subject: checkId,
        details,
      })
      return before.length
    },
  })
  return { changed, check: await getDetail(context, caller.access, checkId) }
}

export type RemedyValues = z.output<typeof RemedyInput> & { readonly checkId: string; readonly kindId: string }

export async function saveRemedy(context: SelfCheckContext, caller: Caller, input: RemedyValues) {
  const { checkId, kindId, cause, measures, dept, dueOn, refund } = input
  const { principal, access } = caller
  const kind = findKind(kindId)
  if (!kind) throw new AppError('missing', 'rules.kind', '规则种类不存在')
  if (dueOn !== null && !isDay(dueOn)) throw new AppError('invalid', 'self-check.day', '完成日期不存在')
  if (refund?.startsWith('-')) throw new AppError('invalid', 'self-check.refund', '拟退回金额不能为负')
  await edit(context, caller, {
    checkId,
    work: async (tx) => {
      const before = await findRemedy(tx, checkId, kindId)
      await putRemedy(tx, checkId, {
        kind: kindId,
        row: { kind: kindId, cause, measures, dept, due_on: dueOn, refund },
      })
      await pushStep(tx, checkId, {
        label: `填写“${kind.name}”的整改措施`,
        before: { remedy: { kind: kindId, row: before } },
      })
      const details = { kind: kindId, refund, dueOn, dept }
      await context.platform.audit.append(tx, {
        actor: principal.username,
        action: 'self-check.remedy',
        subject: checkId,
        details,
      })
    },
  })
  return getDetail(context, access, checkId)
}

/** 撤销上一步: until it is submitted. */
export async function undo(context: SelfCheckContext, caller: Caller, checkId: string) {
  const { principal, access } = caller
  await edit(context, caller, {
    checkId,
    work: async (tx) => {
      const step = await lastStep(tx, checkId)
      if (!step) throw new AppError('conflict', 'self-check.no-step', '没有可以撤销的步骤')
      const { marks, remedy } = step.before
      if (marks) await restoreMarks(tx, checkId, marks)
      if (remedy) await putRemedy(tx, checkId, remedy)
      await dropStep(tx, step.step_id)
      await refreshAmounts(tx, checkId)
      const details = { step: step.label }
      await context.platform.audit.append(tx, {
        actor: principal.username,
        action: 'self-check.undo',
        subject: checkId,
        details,
      })
    },
  })
  return getDetail(context, access, checkId)
}
