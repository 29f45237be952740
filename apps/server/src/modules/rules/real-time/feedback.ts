import { AppError } from '@yijian/kernel'
import type { Db } from '../../../platform/db/pool.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { RulesTables } from '../schema.ts'
import { findJudges, insertFeedback } from '../store/calls.ts'
import { checkInstitution, type Caller } from './callers.ts'
import type { Histories } from './history.ts'
import { dataOf } from './normalise.ts'
import { field, nodes, text, type Node } from './values.ts'

export interface FeedbackParts {
  readonly db: Db<RulesTables>
  readonly histories: Histories
  readonly clock: Clock
}

export interface FeedbackCall {
  readonly body: unknown
  readonly caller: Caller
  readonly envelope: string | null
  readonly opter: string | null
}

const MOST = 500
const REASON = 500

/** 3103: the doctor's answers. All are stored or none is. */
export async function feedback(parts: FeedbackParts, { body, caller, envelope, opter }: FeedbackCall): Promise<void> {
  const data = dataOf(body)
  const type = text(field(data, 'warn_type'))
  const warns = nodes(field(data, 'warns', 'warn'))
  if (warns.length === 0) throw invalid('缺少反馈内容 warns')
  if (warns.length > MOST) throw invalid(`一次反馈不超过 ${MOST} 条`)
  const answers = warns.map(answerOf)
  const known = new Map((await findJudges(parts.db, answers.map(({ jrId }) => jrId))).map((row) => [row.jr_id, row])) // prettier-ignore
  const unknown = answers.find(({ jrId }) => !known.has(jrId))
  if (unknown) throw new AppError('missing', 'rules.feedback', `没有这条提醒：${unknown.jrId}`)
  for (const { fixmedins_code } of known.values()) checkInstitution(caller, fixmedins_code, envelope)
  const at = parts.clock.now()
  await insertFeedback(parts.db, answers.map(({ jrId, way, reason }) => ({ jr_id: jrId, fixmedins_code: known.get(jrId)!.fixmedins_code, warn_type: type, dspo_way: way, reason, opter, at }))) // prettier-ignore
  // Whoever went back to change the order is reminded again if it comes back unchanged.
  for (const { jrId, way } of answers) if (way === '2') parts.histories.forget(known.get(jrId)!.psn_no)
}

function answerOf(warn: Node): { jrId: string; way: '1' | '2'; reason: string } {
  const jrId = text(field(warn, 'warn_rslt_id', 'jr_id'), 50)
  const way = text(field(warn, 'dspo_way'))
  const reason = text(field(warn, 'dspo_way_rea'), REASON + 1) ?? ''
  if (jrId === null) throw invalid('缺少违规标识 warn_rslt_id')
  if (way !== '1' && way !== '2') throw invalid('处理方式 dspo_way 应为 1（继续执行）或 2（返回修改）')
  if (way === '1' && reason === '') throw invalid('继续执行医嘱必须填写处理原因 dspo_way_rea')
  if (reason.length > REASON) throw invalid(`处理原因不超过 ${REASON} 字`)
  return { jrId, way, reason }
}

function invalid(message: string): AppError {
  return new AppError('invalid', 'rules.feedback', message)
}
