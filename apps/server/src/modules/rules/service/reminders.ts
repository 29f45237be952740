import type { Access } from '../../../platform/access/scope.ts'
import type { Principal } from '../../../platform/access/principal.ts'
import { AppError } from '@yijian/kernel'
import { answerReminder } from '../panel/open-panel.ts'
import { findReminder } from '../store/reminders.ts'
import type { RulesContext } from './context.ts'

export interface OwnAnswer {
  readonly judgeId: number
  readonly way: '1' | '2'
  readonly reason: string
}

/** 医师处理 entered by the hospital's insurance office: kept as a 3103 of its own institution. */
export async function answerOwn(
  context: RulesContext,
  { principal, access }: { principal: Principal; access: Access },
  { judgeId, way, reason }: OwnAnswer,
): Promise<{ done: true }> {
  const { db, platform, histories } = context
  const reminder = await findReminder(db, access, judgeId)
  if (!reminder) throw new AppError('missing', 'rules.judge', '没有这条提醒')
  const institution = reminder.fixmedins_code
  await answerReminder({ db, histories, clock: platform.clock }, { institution, jrId: reminder.jr_id, way, reason, opter: principal.username }) // prettier-ignore
  await platform.audit.record({ actor: principal.username, action: 'rules.reminder.answer', subject: reminder.jr_id, details: { way, reason } }) // prettier-ignore
  return { done: true }
}
