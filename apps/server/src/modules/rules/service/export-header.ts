import type { Principal } from '../../../platform/access/principal.ts'
import { chinaTimeText } from '../../../platform/clock.ts'
import type { RulesContext } from './context.ts'

/** By whom, when, with what filter. */
export function exportHeader(
  { platform }: Pick<RulesContext, 'platform'>,
  principal: Principal,
  filter: Readonly<Record<string, string | undefined>>,
): string[] {
  const conditions = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
  return [
    `导出人：${principal.displayName}（${principal.username}）`,
    `导出时间：${chinaTimeText(platform.clock.now())}`,
    `筛选条件：${conditions.length === 0 ? '无' : conditions.map(([name, value]) => `${name}=${value}`).join('；')}`,
  ]
}
