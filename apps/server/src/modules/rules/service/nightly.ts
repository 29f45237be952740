import { chinaTimeText } from '../../../platform/clock.ts'
import { lastCheck } from '../store/conflicts.ts'
import { startConflictCheck } from './conflicts.ts'
import type { RulesContext } from './context.ts'

const SYSTEM = { accountId: '系统', username: '系统', displayName: '系统' } as const
/** From two in the morning, China time. */
const FROM_HOUR = '02'

/** 每日夜间全库冲突检查: once a day, begun with the first check after a release. */
export async function checkNightly(context: RulesContext): Promise<void> {
  const { platform, db } = context
  const now = chinaTimeText(platform.clock.now())
  const last = await lastCheck(db)
  if (!last || now.slice(11, 13) < FROM_HOUR || chinaTimeText(last.at).slice(0, 10) >= now.slice(0, 10)) return
  if (await platform.jobs.isActive('rule-conflicts')) return
  await startConflictCheck(context, '每日夜间', SYSTEM)
}
