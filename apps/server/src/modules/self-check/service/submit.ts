import { AppError } from '@yijian/kernel'
import { CHECK_TRANSITIONS, type CheckMove, type CheckStatus, type CheckTransition } from '@yijian/contract'
import { findCheck, insertEvent, lockCheck, setStatus } from '../store/checks.ts'
import { clearSteps } from '../store/remedies.ts'
import { insertSubmission, standingSubmission, withdrawSubmission } from '../store/submissions.ts'
import { marksOf, noCheck } from './check-row.ts'
import type { Caller, SelfCheckContext } from './context.ts'
import { figuresOf, getDetail, missingOf } from './detail.ts'

/** The step that the table allows, or `conflict`. */
export function transition(from: CheckStatus, move: CheckMove, side: CheckTransition['side']): CheckTransition {
  const allowed: readonly CheckTransition[] = CHECK_TRANSITIONS[from]
  const found = allowed.find((one) => one.move === move && one.side === side)
  if (!found) throw new AppError('conflict', 'self-check.status', '自查报告的状态已变化，请刷新后再试')
  return found
}

/** 提交: figures, marks and attachments are frozen; from here the bureau sees them and the institution cannot change them. */
export async function submit(
  context: SelfCheckContext,
  caller: Caller,
  { checkId, statement }: { checkId: string; statement: string },
) {
  const { db, platform } = context
  const { principal, access } = caller
  const at = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    const locked = await lockCheck(tx, access, checkId)
    const check = locked && (await findCheck(tx, access, checkId))
    if (!check) throw noCheck()
    const { to } = transition(check.status, 'submit', 'institution')
    const figures = await figuresOf({ ...context, db: tx }, checkId)
    const [first] = missingOf(check, figures.remedies)
    if (first !== undefined) throw new AppError('conflict', 'self-check.incomplete', `还不能提交：${first}`)
    const content = { hits: check.hits, marks: marksOf(check), amount: check.amount, confirmedAmount: check.confirmed_amount, refund: check.refund, ...figures } // prettier-ignore
    const round = await insertSubmission(tx, { checkId, at, byName: principal.displayName, statement, content })
    await setStatus(tx, checkId, { status: to })
    await clearSteps(tx, checkId)
    const text = round === 1 ? '提交自查报告' : `第 ${round} 次提交自查报告`
    await insertEvent(tx, { checkId, at, by: principal, side: 'institution', text, opinion: statement })
    const details = {
      from: check.status,
      to,
      round,
      ...content.marks,
      refund: content.refund,
      fixmedinsCode: check.fixmedins_code,
    }
    await platform.audit.append(tx, {
      actor: principal.username,
      action: 'self-check.submit',
      subject: checkId,
      details,
    })
  })
  return getDetail(context, access, checkId)
}

/** 撤回: as long as nobody at the bureau has opened it. Back to where it was before it was sent. */
export async function withdraw(context: SelfCheckContext, caller: Caller, checkId: string) {
  const { db, platform } = context
  const { principal, access } = caller
  const at = platform.clock.now()
  await db.transaction().execute(async (tx) => {
    const check = await lockCheck(tx, access, checkId)
    if (!check) throw noCheck()
    const { to } = transition(check.status, 'withdraw', 'institution')
    const sent = await standingSubmission(tx, checkId)
    if (!sent || sent.opened_at !== null) {
      throw new AppError(
        'conflict',
        'self-check.opened',
        '医保部门已查看该报告，不能撤回；需要修改请联系医保部门退回补充',
      )
    }
    await withdrawSubmission(tx, sent.submission_id, at)
    const earlier = await standingSubmission(tx, checkId)
    const status = earlier ? 'returned' : to
    await setStatus(tx, checkId, { status })
    await insertEvent(tx, { checkId, at, by: principal, side: 'institution', text: '撤回自查报告' })
    const details = { from: check.status, to: status, round: sent.round }
    await platform.audit.append(tx, {
      actor: principal.username,
      action: 'self-check.withdraw',
      subject: checkId,
      details,
    })
  })
  return getDetail(context, access, checkId)
}
